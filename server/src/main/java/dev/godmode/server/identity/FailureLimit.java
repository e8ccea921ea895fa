package dev.godmode.server.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Bounds how often something secret may be guessed wrongly, by all callers together: whoever
 * guesses has no name that could be counted.
 */
public final class FailureLimit {

  private final int max;
  private final Duration window;
  private final InstantSource clock;
  private final Deque<Instant> failures = new ArrayDeque<>();

  public FailureLimit(int max, Duration window, InstantSource clock) {
    this.max = max;
    this.window = window;
    this.clock = clock;
  }

  /** How long to wait before the next try; empty when one may be made now. */
  public synchronized Optional<Duration> pause() {
    var now = clock.instant();
    while (!failures.isEmpty() && !failures.getFirst().plus(window).isAfter(now)) {
      failures.removeFirst();
    }
    return failures.size() < max
        ? Optional.empty()
        : Optional.of(Duration.between(now, failures.getFirst().plus(window)));
  }

  public synchronized void failed() {
    failures.addLast(clock.instant());
  }
}
