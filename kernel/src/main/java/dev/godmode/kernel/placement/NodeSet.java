package dev.godmode.kernel.placement;

import java.util.Arrays;

/** A set of nodes by their places in the index: a bit for each. */
final class NodeSet {

  static final int WORD = Long.SIZE;

  private long[] words = new long[1];
  private int size;

  /** How many words hold so many nodes. */
  static int wordsFor(int nodes) {
    return Math.max(1, (nodes + WORD - 1) / WORD);
  }

  int size() {
    return size;
  }

  boolean has(int place) {
    var word = place / WORD;
    return word < words.length && (words[word] & (1L << place)) != 0;
  }

  void put(int place, boolean member) {
    if (member == has(place)) {
      return;
    }
    var word = place / WORD;
    if (word >= words.length) {
      words = Arrays.copyOf(words, Math.max(word + 1, words.length * 2));
    }
    words[word] ^= 1L << place;
    size += member ? 1 : -1;
  }

  void clear() {
    Arrays.fill(words, 0);
    size = 0;
  }

  /** The members among 64 places that begin at 64 × word. */
  long word(int word) {
    return word < words.length ? words[word] : 0;
  }
}
