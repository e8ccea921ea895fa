package dev.godmode.kernel.placement;

import java.util.Arrays;

/**
 * The nodes with a free slot, by their points in binary: a set for each digit. Those with the most
 * points among any others are found digit by digit, the greatest first, whatever the points are: a
 * bit-sliced index (O'Neil and Quass, "Improved Query Performance with Variant Indexes", 1997).
 */
final class PointDigits {

  private static final int DIGITS = Integer.SIZE - Integer.numberOfLeadingZeros(Score.BASE_MAX);

  private final NodeSet[] digits = new NodeSet[DIGITS];
  private final NodeSet all = new NodeSet();

  PointDigits() {
    Arrays.setAll(digits, _ -> new NodeSet());
  }

  int size() {
    return all.size();
  }

  void put(int place, int points) {
    all.put(place, true);
    for (var digit = 0; digit < DIGITS; digit++) {
      digits[digit].put(place, (points >> digit & 1) != 0);
    }
  }

  void remove(int place) {
    all.put(place, false);
    for (var digit : digits) {
      digit.put(place, false);
    }
  }

  void clear() {
    all.clear();
    for (var digit : digits) {
      digit.clear();
    }
  }

  /** Leaves of some nodes those that are here; whether any is. */
  boolean keep(long[] some, int words) {
    return all.keep(some, words);
  }

  /** Leaves of some nodes, which are all here, those that have the most points. */
  void keepGreatest(long[] some, int words) {
    for (var digit = DIGITS - 1; digit >= 0; digit--) {
      if (digits[digit].meets(some, words)) {
        digits[digit].keep(some, words);
      }
    }
  }
}
