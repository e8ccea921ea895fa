package dev.godmode.testkit.questions;

import java.util.Arrays;

/**
 * What came of some questions.
 *
 * @param trouble what went wrong first; empty when all were answered
 * @param perS answered a second
 * @param first until an answer began
 * @param whole until it was whole
 */
public record Round(int calls, String trouble, double perS, Times first, Times whole) {

  /** Milliseconds from the moment at which a question was due, whenever it could be sent. */
  public record Times(double p50, double p99) {

    static Times of(long[] nanos) {
      var sorted = nanos.clone();
      Arrays.sort(sorted);
      return new Times(percentile(sorted, 0.5), percentile(sorted, 0.99));
    }

    private static double percentile(long[] sorted, double share) {
      return sorted.length == 0
          ? 0
          : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1e6;
    }
  }
}
