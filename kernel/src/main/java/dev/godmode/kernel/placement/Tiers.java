package dev.godmode.kernel.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The nodes that satisfy a need's lasting rules, divided by how many of its preferred skills they
 * have. It is filled anew for each decision, in the same memory.
 */
final class Tiers {

  static final int NOBODY = -1;

  private final List<long[]> tiers = new ArrayList<>();
  private int words;
  private int count;

  /** Of the tier that is looked at: those not looked at yet, and those of them that come next. */
  private long[] left = new long[0];

  private long[] greatest = new long[0];

  /** All of these places, and nothing is preferred. */
  void begin(int nodes) {
    words = NodeSet.wordsFor(nodes);
    count = 0;
    if (left.length < words) {
      left = new long[words];
      greatest = new long[words];
    }
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
    set.keep(tiers.getFirst(), words);
  }

  /** Keeps only those that may have so much left. Comes before anything is preferred. */
  void keep(Leftovers left, long amount) {
    left.keep(tiers.getFirst(), words, amount);
  }

  /** Keeps not this one. Comes before anything is preferred. */
  void drop(int place) {
    tiers.getFirst()[place / NodeSet.WORD] &= ~(1L << place);
  }

  /** These have one preferred skill more than was known. */
  void raise(NodeSet set) {
    open();
    for (var tier = count - 2; tier >= 0; tier--) {
      set.move(tiers.get(tier), tiers.get(tier + 1), words);
    }
  }

  /**
   * Of the nodes with a free slot that will do, the first of those with the most points in the
   * highest tier; {@link #NOBODY} when none will.
   */
  int best(PointDigits points, IntPredicate willDo) {
    for (var tier = count - 1; tier >= 0; tier--) {
      System.arraycopy(tiers.get(tier), 0, left, 0, words);
      while (points.keep(left, words)) {
        System.arraycopy(left, 0, greatest, 0, words);
        points.keepGreatest(greatest, words);
        var found = first(greatest, willDo);
        if (found != NOBODY) {
          return found;
        }
        for (var word = 0; word < words; word++) {
          left[word] &= ~greatest[word];
        }
      }
    }
    return NOBODY;
  }

  private int first(long[] some, IntPredicate willDo) {
    for (var word = 0; word < words; word++) {
      for (var bits = some[word]; bits != 0; bits &= bits - 1) {
        var place = word * NodeSet.WORD + Long.numberOfTrailingZeros(bits);
        if (willDo.test(place)) {
          return place;
        }
      }
    }
    return NOBODY;
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
      if (set.meets(tiers.get(tier), words)) {
        return true;
      }
    }
    return false;
  }
}
