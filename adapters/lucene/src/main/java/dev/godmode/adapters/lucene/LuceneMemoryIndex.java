package dev.godmode.adapters.lucene;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.memory.Embedding;
import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.MemoryIndex;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * The index in Lucene: words by BM25, meanings by a graph of their nearest (HNSW). Its files are
 * opened when it is first asked. Files that are broken or of another version are thrown away, and
 * it begins again; where the disk is full it says so, and tries again the next time.
 */
public final class LuceneMemoryIndex implements MemoryIndex {

  /** Of a question so many words are looked for. */
  private static final int WORDS_MAX = 256;

  private static final System.Logger LOG = System.getLogger(LuceneMemoryIndex.class.getName());

  private final Path folder;
  private final WordAnalyzer analyzer = new WordAnalyzer();
  private Optional<OpenIndex> open = Optional.empty();
  private Head head = new Head(0, "");

  /** An index whose files are, or will be, in a folder of its own. */
  public LuceneMemoryIndex(Path folder) {
    this.folder = folder;
  }

  /** Something to do with open files. */
  private interface Work<T> {
    T on(OpenIndex index) throws IOException;
  }

  private <T> T with(Work<T> work) {
    try {
      return work.on(open());
    } catch (IOException | AlreadyClosedException e) {
      letGo();
      throw new IndexFault("the index of memories in %s: %s".formatted(folder, words(e)), e);
    }
  }

  private static String words(Exception fault) {
    var cause = Optional.ofNullable(fault.getCause());
    return cause
        .filter(_ -> fault instanceof AlreadyClosedException)
        .map(Throwable::toString)
        .orElseGet(fault::toString);
  }

  private synchronized OpenIndex open() throws IOException {
    if (open.isEmpty()) {
      open = Optional.of(opened());
      head = open.get().head();
    }
    return open.get();
  }

  private OpenIndex opened() throws IOException {
    try {
      return OpenIndex.at(folder, analyzer);
    } catch (CorruptIndexException
        | IndexFormatTooOldException
        | IndexFormatTooNewException
        | IndexNotFoundException
        | NoSuchFileException
        | EOFException
        | IllegalArgumentException e) {
      LOG.log(
          WARNING, "the index in {0} cannot be read, and is made anew: {1}", folder, e.toString());
      empty(folder);
      return OpenIndex.at(folder, analyzer);
    }
  }

  private static void empty(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** The next one who asks opens it again, as it was when it was last durable. */
  private synchronized void letGo() {
    open.ifPresent(
        index -> {
          try {
            index.drop();
          } catch (IOException | AlreadyClosedException e) {
            LOG.log(DEBUG, "letting go of a broken index", e);
          }
        });
    open = Optional.empty();
  }

  @Override
  public Head head() {
    return with(
        _ -> {
          synchronized (this) {
            return head;
          }
        });
  }

  private synchronized void headIs(OpenIndex index, Head now) {
    head = now;
    index.remember(now);
  }

  @Override
  public void begin(String embedder, int dimensions) {
    with(
        index -> {
          index.writer().deleteAll();
          headIs(index, new Head(0, embedder));
          index.writer().commit();
          index.searchers().maybeRefreshBlocking();
          return index;
        });
  }

  @Override
  public void apply(Batch batch) {
    with(
        index -> {
          for (var entry : batch.entries()) {
            index
                .writer()
                .updateDocument(MemoryDocuments.id(entry.memory().id()), MemoryDocuments.of(entry));
          }
          index
              .writer()
              .deleteDocuments(batch.gone().stream().map(MemoryDocuments::id).toArray(Term[]::new));
          // Not refreshed: a search does that, and one file for each batch is dear to all searches.
          headIs(index, new Head(batch.position(), index.head().embedder()));
          return index;
        });
  }

  @Override
  public List<Hit> byWords(String text, MemoryFilter filter, int limit) {
    return with(
        index -> {
          var words = analyzer.words(MemoryDocuments.WORDS, text, WORDS_MAX);
          if (words.isEmpty()) {
            return List.of();
          }
          var least = (words.size() + 1) / 2;
          return search(
              index,
              searcher -> {
                var found = MemoryDocuments.of(filter, searcher);
                var likely = ids(hits(searcher, some(words, least, found), limit));
                return hits(searcher, some(words, 1, found), limit).stream()
                    .map(hit -> new Hit(hit.id(), hit.score(), likely.contains(hit.id())))
                    .toList();
              });
        });
  }

  private static Set<String> ids(List<Hit> hits) {
    return hits.stream().map(Hit::id).collect(Collectors.toSet());
  }

  /** Those that have at least so many of the words. */
  private static Query some(Set<String> words, int least, Optional<Query> filter) {
    var query = new BooleanQuery.Builder();
    words.forEach(
        word -> query.add(new TermQuery(new Term(MemoryDocuments.WORDS, word)), Occur.SHOULD));
    filter.ifPresent(admitted -> query.add(admitted, Occur.FILTER));
    return query.setMinimumNumberShouldMatch(least).build();
  }

  @Override
  public List<Hit> byMeaning(Embedding meaning, MemoryFilter filter, int limit) {
    return with(
        index ->
            search(
                index,
                searcher ->
                    hits(
                        searcher,
                        new KnnFloatVectorQuery(
                            MemoryDocuments.MEANING,
                            meaning.values(),
                            limit,
                            MemoryDocuments.of(filter, searcher).orElse(null)),
                        limit)));
  }

  @Override
  public Map<String, Embedding> meanings(Collection<String> ids) {
    return with(index -> search(index, searcher -> MemoryDocuments.meanings(searcher, ids)));
  }

  /** Something to find. */
  private interface Search<T> {
    T by(IndexSearcher searcher) throws IOException;
  }

  private static <T> T search(OpenIndex index, Search<T> search) throws IOException {
    index.searchers().maybeRefreshBlocking();
    var searcher = index.searchers().acquire();
    try {
      return search.by(searcher);
    } finally {
      index.searchers().release(searcher);
    }
  }

  private static List<Hit> hits(IndexSearcher searcher, Query query, int limit) throws IOException {
    var stored = searcher.storedFields();
    var hits = new ArrayList<Hit>();
    for (var found : searcher.search(query, limit).scoreDocs) {
      var id = stored.document(found.doc, Set.of(MemoryDocuments.ID)).get(MemoryDocuments.ID);
      hits.add(new Hit(id, found.score, true));
    }
    return hits;
  }

  @Override
  public long size() {
    return with(index -> (long) index.writer().getDocStats().numDocs);
  }

  /** A file that was merged away stays until what came of it is durable. */
  @Override
  public boolean hasTraces() {
    return with(index -> index.writer().hasDeletions() || index.writer().hasUncommittedChanges());
  }

  @Override
  public void expunge() {
    with(
        index -> {
          // A merge that begins by itself would not be waited for.
          index.writer().commit();
          index.merges().sync();
          index.writer().forceMergeDeletes(true);
          index.writer().commit();
          return index.searchers().maybeRefresh();
        });
  }

  @Override
  public void flush() {
    with(index -> index.writer().commit());
  }

  @Override
  public synchronized void close() {
    if (open.isPresent()) {
      with(
          index -> {
            index.close();
            return index;
          });
      open = Optional.empty();
    }
  }
}
