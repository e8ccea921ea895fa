package dev.godmode.control.memory;

import java.util.List;
import java.util.Optional;

/**
 * Finds memories by words and by meaning. Everything in it comes from the store and can be made
 * anew: an index that finds itself broken begins again empty, at position 0.
 */
public interface MemoryIndex extends AutoCloseable {

  /**
   * How far it is.
   *
   * @param position in the store's changes
   * @param embedder whose embeddings it has; empty for none
   */
  record Head(long position, String embedder) {}

  /** A memory, with what it means where that is known. */
  record Entry(Memory memory, Optional<Embedding> embedding) {}

  /**
   * One that was found; the better the greater its score, which means something to its part only.
   *
   * @param isLikely false when it has less than half of the words that were asked for
   */
  record Hit(String id, double score, boolean isLikely) {}

  Head head();

  /** Empties it, for embeddings of another embedder or of none (empty). */
  void begin(String embedder, int dimensions);

  /**
   * Takes changes in; an entry takes the place of one with its id.
   *
   * @param position that it has then
   */
  void apply(List<Entry> entries, List<String> gone, long position);

  /** Those that share words with the text, whatever signs are in it. */
  List<Hit> byWords(String text, MemoryFilter filter, int limit);

  /** Those that mean about the same; empty in an index without embeddings. */
  List<Hit> byMeaning(Embedding meaning, MemoryFilter filter, int limit);

  /** How many there are. */
  long size();

  /** Whether something that is gone may still be found in its files by reading them. */
  boolean hasTraces();

  /** Rewrites its files without what is gone. May take long. */
  void expunge();

  /** Makes what it has taken in durable. */
  void flush();

  @Override
  void close();

  /** It can do nothing just now: its disk is full, or was taken away. In words for people. */
  final class IndexFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    public IndexFault(String message) {
      super(message);
    }

    public IndexFault(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
