package dev.godmode.kernel.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The nodes that satisfy a need's lasting rules, divided by how many of its preferred skills they
 * have. It is filled anew for each decision, in the same memory.
 */
final class Tiers {

  private final List<long[]> tiers = new ArrayList<>();
  private int words;
  private int count;

  /** All of these places, and nothing is preferred. */
  void begin(int nodes) {
    words = NodeSet.wordsFor(nodes);
    count = 0;
    open();
    var all = tiers.getFirst();
    Arrays.fill(all, 0, words, -1L);
    var rest = nodes % NodeSet.WORD;
    if (rest != 0 || nodes == 0) {
      all[words - 1] = nodes == 0 ? 0 : -1L >>> (NodeSet.WORD - rest);
    }
  }

  private void open() {
    if (tiers.size() == count) {
      tiers.add(new long[words]);
    } else if (tiers.get(count).length < words) {
      tiers.set(count, new long[words]);
    } else {
      Arrays.fill(tiers.get(count), 0, words, 0);
    }
    count++;
  }

  /** Keeps only these. Comes before anything is preferred. */
  void keep(NodeSet set) {
    var all = tiers.getFirst();
    for (var word = 0; word < words; word++) {
      all[word] &= set.word(word);
    }
  }

  /** These have one preferred skill more than was known. */
  void raise(NodeSet set) {
    open();
    for (var tier = count - 2; tier >= 0; tier--) {
      var from = tiers.get(tier);
      var to = tiers.get(tier + 1);
      for (var word = 0; word < words; word++) {
        var raised = from[word] & set.word(word);
        to[word] |= raised;
        from[word] &= ~raised;
      }
    }
  }

  int count() {
    return count;
  }

  int words() {
    return words;
  }

  long word(int tier, int word) {
    return tiers.get(tier)[word];
  }

  /** How many preferred skills a node has; -1 when it is in no tier. */
  int tierOf(int place) {
    for (var tier = 0; tier < count; tier++) {
      if ((tiers.get(tier)[place / NodeSet.WORD] & (1L << place)) != 0) {
        return tier;
      }
    }
    return -1;
  }

  /** Whether any of these nodes is in any tier. */
  boolean meets(NodeSet set) {
    for (var tier = 0; tier < count; tier++) {
      for (var word = 0; word < words; word++) {
        if ((tiers.get(tier)[word] & set.word(word)) != 0) {
          return true;
        }
      }
    }
    return false;
  }
}
