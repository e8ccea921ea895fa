package dev.godmode.kernel.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The nodes by how much they have left of something, in steps that grow with the amount: a set for
 * each step holds those that have at least so much. A step is an eighth of the power of two below
 * it, so that a lease moves a node by few of them.
 *
 * <p>Amounts are rounded down: a set may hold a node that has a little less than is asked for, and
 * never lacks one that has enough.
 */
final class Leftovers {

  private static final int BITS = 3;
  private static final int EXACT = 1 << (BITS + 1);

  private final List<NodeSet> atLeast = new ArrayList<>();
  private int[] steps = new int[NodeSet.WORD];

  /** The step that an amount reaches. */
  static int step(long amount) {
    if (amount < EXACT) {
      return (int) Math.max(0, amount);
    }
    var octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(amount) - BITS;
    return (octave << BITS) + (int) (amount >> octave);
  }

  /** A node has so much left now. */
  void put(int place, long amount) {
    if (place >= steps.length) {
      steps = Arrays.copyOf(steps, Math.max(place + 1, steps.length * 2));
    }
    var now = step(amount);
    while (atLeast.size() < now) {
      atLeast.add(new NodeSet());
    }
    for (var step = steps[place]; step < now; step++) {
      atLeast.get(step).put(place, true);
    }
    for (var step = steps[place]; step > now; step--) {
      atLeast.get(step - 1).put(place, false);
    }
    steps[place] = now;
  }

  /** Leaves of some nodes those that may have so much left. */
  void keep(long[] some, int words, long amount) {
    var step = step(amount);
    if (step > atLeast.size()) {
      Arrays.fill(some, 0, words, 0);
    } else if (step > 0) {
      atLeast.get(step - 1).keep(some, words);
    }
  }

  void clear() {
    atLeast.clear();
    Arrays.fill(steps, 0);
  }
}
