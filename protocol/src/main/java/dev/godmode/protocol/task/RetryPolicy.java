package dev.godmode.protocol.task;

import java.time.Duration;

/** How often and how soon a failed task is tried again. The backoff doubles up to its maximum. */
public record RetryPolicy(int maxAttempts, Duration backoff, Duration maxBackoff) {

  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofSeconds(2), Duration.ofMinutes(5));

  public RetryPolicy {
    if (maxAttempts < 1 || maxAttempts > 100) {
      throw new IllegalArgumentException("max attempts must be 1 to 100, was " + maxAttempts);
    }
    if (backoff.isNegative() || maxBackoff.compareTo(backoff) < 0) {
      throw new IllegalArgumentException(
          "backoff must be positive and at most max backoff, was " + backoff + ", " + maxBackoff);
    }
  }

  /** The wait before the next try after {@code failures} counted failures (1 or more). */
  public Duration backoffAfter(int failures) {
    var doublings = Math.clamp(failures - 1L, 0, 20);
    var wait = backoff.multipliedBy(1L << doublings);
    return wait.compareTo(maxBackoff) < 0 ? wait : maxBackoff;
  }
}
