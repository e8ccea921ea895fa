package dev.godmode.control.memory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Words in one index, meanings in another, which may be away: words are followed and found all the
 * same, and when it is back it is brought to where they are.
 *
 * <p>The words' index remembers for which embedder the two were divided, so that one that was whole
 * before, or the other way round, is made anew.
 */
public final class DividedIndex implements MemoryIndex {

  /** Before the embedder's name in the words' index, which has no embeddings itself. */
  private static final String DIVIDED = "divided:";

  private static final Head EMPTY = new Head(0, "");

  private final MemoryIndex words;
  private final MeaningIndex meanings;
  private volatile Optional<String> trouble = Optional.empty();

  public DividedIndex(MemoryIndex words, MeaningIndex meanings) {
    this.words = words;
    this.meanings = meanings;
  }

  /** Why nothing is found by meaning just now, in words for people. */
  public Optional<String> trouble() {
    return trouble;
  }

  private Optional<Head> meaningsHead() {
    try {
      var head = meanings.head();
      trouble = Optional.empty();
      return Optional.of(head);
    } catch (IndexFault fault) {
      trouble = Optional.of(String.valueOf(fault.getMessage()));
      return Optional.empty();
    }
  }

  /** Where both are: what only one of them has taken in, it takes in once more. */
  @Override
  public Head head() {
    var ofWords = words.head();
    if (ofWords.equals(EMPTY)) {
      return EMPTY;
    }
    if (!ofWords.embedder().startsWith(DIVIDED)) {
      return new Head(0, DIVIDED); // nobody's name, so it is made anew
    }
    var embedder = ofWords.embedder().substring(DIVIDED.length());
    return meaningsHead()
        .map(
            head ->
                head.embedder().equals(embedder)
                    ? new Head(Math.min(head.position(), ofWords.position()), embedder)
                    : new Head(0, DIVIDED))
        .orElse(new Head(ofWords.position(), embedder));
  }

  @Override
  public void begin(String embedder, int dimensions) {
    words.begin(DIVIDED + embedder, 0);
    meanings.begin(embedder, dimensions);
  }

  @Override
  public void apply(Batch batch) {
    var embedder = words.head().embedder().replaceFirst(DIVIDED, "");
    words.apply(
        new Batch(
            batch.entries().stream().map(DividedIndex::wordsOnly).toList(),
            batch.gone(),
            batch.after(),
            batch.position()));
    // One that came back behind these would miss what is between.
    meaningsHead()
        .filter(head -> head.embedder().equals(embedder) && head.position() >= batch.after())
        .ifPresent(_ -> meanings.apply(batch));
  }

  private static Entry wordsOnly(Entry entry) {
    return new Entry(entry.memory(), Optional.empty());
  }

  @Override
  public List<Hit> byWords(String text, MemoryFilter filter, int limit) {
    return words.byWords(text, filter, limit);
  }

  @Override
  public List<Hit> byMeaning(Embedding meaning, MemoryFilter filter, int limit) {
    return meanings.byMeaning(meaning, filter, limit);
  }

  @Override
  public Map<String, Embedding> meanings(Collection<String> ids) {
    return meanings.meanings(ids);
  }

  @Override
  public long size() {
    return words.size();
  }

  @Override
  public boolean hasTraces() {
    return words.hasTraces() || meaningsHaveTraces();
  }

  private boolean meaningsHaveTraces() {
    return meaningsHead().isPresent() && meanings.hasTraces();
  }

  @Override
  public void expunge() {
    if (words.hasTraces()) {
      words.expunge();
    }
    if (meaningsHaveTraces()) {
      meanings.expunge();
    }
  }

  @Override
  public void flush() {
    words.flush();
    if (meaningsHead().isPresent()) {
      meanings.flush();
    }
  }

  @Override
  public void close() {
    words.close();
    meanings.close();
  }
}
