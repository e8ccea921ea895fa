package dev.godmode.control.memory;

import java.util.List;
import java.util.Optional;

/** Finds memories by words, and by meaning. */
public interface MemoryIndex extends MeaningIndex {

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
   * Changes of the store.
   *
   * @param gone ids
   * @param after the position that they come after
   * @param position that whoever takes them in has then
   */
  record Batch(List<Entry> entries, List<String> gone, long after, long position) {
    public Batch {
      entries = List.copyOf(entries);
      gone = List.copyOf(gone);
    }
  }

  /**
   * One that was found; the better the greater its score, which means something to its part only.
   *
   * @param isLikely false when it has less than half of the words that were asked for
   */
  record Hit(String id, double score, boolean isLikely) {}

  /** Those that share words with the text, whatever signs are in it. */
  List<Hit> byWords(String text, MemoryFilter filter, int limit);

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
