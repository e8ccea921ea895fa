package dev.godmode.adapters.lucene;

import dev.godmode.control.memory.Embedding;
import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.MemoryIndex.Entry;
import dev.godmode.control.memory.MemoryScope;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Memories and filters as Lucene has them. Of a memory only its id is kept in full. */
final class MemoryDocuments {

  static final String ID = "id";
  static final String WORDS = "words";
  static final String MEANING = "meaning";

  private static final String SCOPE = "scope";
  private static final String TAG = "tag";
  private static final String AT = "at";
  private static final String EXPIRES = "expires";

  private MemoryDocuments() {}

  static Document of(Entry entry) {
    var memory = entry.memory();
    var document = new Document();
    document.add(new StringField(ID, memory.id(), Field.Store.YES));
    document.add(new StringField(SCOPE, memory.scope().word(), Field.Store.NO));
    document.add(new TextField(WORDS, memory.text(), Field.Store.NO));
    for (var tag : memory.tags()) {
      document.add(new StringField(TAG, tag, Field.Store.NO));
      document.add(new TextField(WORDS, tag, Field.Store.NO));
    }
    document.add(new LongPoint(AT, memory.from().at().toEpochMilli()));
    memory.expiresAt().ifPresent(end -> document.add(new LongPoint(EXPIRES, end.toEpochMilli())));
    entry
        .embedding()
        .ifPresent(
            meaning ->
                document.add(
                    new KnnFloatVectorField(
                        MEANING, meaning.values(), VectorSimilarityFunction.DOT_PRODUCT)));
    return document;
  }

  static Term id(String id) {
    return new Term(ID, id);
  }

  /** What those of these ids mean, by id. */
  static Map<String, Embedding> meanings(IndexSearcher searcher, Collection<String> ids)
      throws IOException {
    var query = new TermInSetQuery(ID, ids.stream().map(BytesRef::new).toList());
    var stored = searcher.storedFields();
    var found = searcher.search(query, Math.max(1, ids.size())).scoreDocs;
    var meanings = new HashMap<String, Embedding>();
    for (var hit : found) {
      var leaves = searcher.getIndexReader().leaves();
      var leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
      var vectors = leaf.reader().getFloatVectorValues(MEANING);
      if (vectors != null) {
        var at = vectors.iterator();
        if (at.advance(hit.doc - leaf.docBase) == hit.doc - leaf.docBase) {
          meanings.put(
              stored.document(hit.doc, Set.of(ID)).get(ID),
              Embedding.of(vectors.vectorValue(at.index()), vectors.dimension()));
        }
      }
    }
    return meanings;
  }

  /**
   * Those that may be found; empty when all may. What has expired is looked for, and not what has
   * not: it is nothing most of the time, while all others would be gone through for each question.
   */
  static Optional<Query> of(MemoryFilter filter, IndexSearcher searcher) throws IOException {
    var query = new BooleanQuery.Builder();
    filter.scopes().ifPresent(scopes -> query.add(scopes(scopes), Occur.FILTER));
    filter.tags().forEach(tag -> query.add(new TermQuery(new Term(TAG, tag)), Occur.FILTER));
    if (filter.from().isPresent() || filter.to().isPresent()) {
      query.add(between(filter.from(), filter.to()), Occur.FILTER);
    }
    var expired = LongPoint.newRangeQuery(EXPIRES, Long.MIN_VALUE, filter.now().toEpochMilli());
    if (searcher.count(expired) > 0) {
      query.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER).add(expired, Occur.MUST_NOT);
    }
    var clauses = query.build();
    return clauses.clauses().isEmpty() ? Optional.empty() : Optional.of(clauses);
  }

  private static Query scopes(Set<MemoryScope> scopes) {
    return scopes.isEmpty()
        ? new MatchNoDocsQuery("nothing may be seen")
        : new TermInSetQuery(
            SCOPE, scopes.stream().map(scope -> new BytesRef(scope.word())).toList());
  }

  private static Query between(Optional<Instant> from, Optional<Instant> to) {
    return LongPoint.newRangeQuery(
        AT,
        from.map(MemoryDocuments::millis).orElse(Long.MIN_VALUE),
        to.map(end -> millis(end) - 1).orElse(Long.MAX_VALUE));
  }

  /** A moment that fits no number is one that no memory has. */
  private static long millis(Instant moment) {
    var bound = Instant.ofEpochMilli(Long.MAX_VALUE / 2);
    return moment.isAfter(bound)
        ? bound.toEpochMilli()
        : moment.isBefore(Instant.ofEpochMilli(Long.MIN_VALUE / 2))
            ? Long.MIN_VALUE / 2
            : moment.toEpochMilli();
  }
}
