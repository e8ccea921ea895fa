package dev.godmode.control.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Wall time that never goes back. It advances with the monotonic clock; when the wall is ahead by
 * more than {@link #AHEAD_MAX} (the machine slept, or the clock was set) it follows at once, and
 * when the wall falls behind it goes on evenly.
 */
public final class SteadyClock implements InstantSource {

  static final Duration AHEAD_MAX = Duration.ofSeconds(2);

  private final InstantSource wall;
  private final LongSupplier nanos;
  private Instant anchor;
  private long anchorNanos;

  /**
   * Begins at the wall's time.
   *
   * @param nanos a monotonic count of nanoseconds, {@link System#nanoTime}
   */
  public SteadyClock(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.anchor = wall.instant();
    this.anchorNanos = nanos.getAsLong();
  }

  @Override
  public synchronized Instant instant() {
    var steady = anchor.plusNanos(nanos.getAsLong() - anchorNanos);
    var shown = wall.instant();
    if (Duration.between(steady, shown).compareTo(AHEAD_MAX) > 0) {
      anchor = shown;
      anchorNanos = nanos.getAsLong();
      return shown;
    }
    return steady;
  }
}
