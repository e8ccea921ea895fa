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

  /** Leaves of some nodes, so many words of them, those that are members; whether any is. */
  boolean keep(long[] some, int count) {
    var both = Math.min(count, words.length);
    var any = 0L;
    for (var word = 0; word < both; word++) {
      some[word] &= words[word];
      any |= some[word];
    }
    if (both < count) {
      Arrays.fill(some, both, count, 0);
    }
    return any != 0;
  }

  /** Whether any of some nodes, so many words of them, is a member. */
  boolean meets(long[] some, int count) {
    var both = Math.min(count, words.length);
    var any = 0L;
    for (var word = 0; word < both; word++) {
      any |= some[word] & words[word];
    }
    return any != 0;
  }

  /** Moves the members among some nodes, so many words of them, over to others. */
  void move(long[] some, long[] others, int count) {
    var both = Math.min(count, words.length);
    for (var word = 0; word < both; word++) {
      var moved = some[word] & words[word];
      others[word] |= moved;
      some[word] ^= moved;
    }
  }
}
