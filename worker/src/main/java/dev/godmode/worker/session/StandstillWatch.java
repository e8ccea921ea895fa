package dev.godmode.worker.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Notices that this worker did not run for a while: its machine slept, its VM was paused, it was
 * stopped by a signal. While asleep the monotonic clock may stand still and the wall goes on; while
 * stopped both go on. A wall that was set back is nothing; one that was set forward looks like a
 * sleep, and costs one question more.
 */
final class StandstillWatch {

  /** Control suspects a node after so long: what was true before may not hold any more. */
  static final Duration MAX = Duration.ofSeconds(3);

  private long nanos;
  private Instant wall;

  StandstillWatch(long nanos, Instant wall) {
    this.nanos = nanos;
    this.wall = wall;
  }

  /** Looked at again: how long it stood still, when that was too long. */
  Optional<Duration> look(long nowNanos, Instant nowWall) {
    var ran = Duration.ofNanos(nowNanos - nanos);
    var shown = Duration.between(wall, nowWall);
    nanos = nowNanos;
    wall = nowWall;
    var longer = ran.compareTo(shown) > 0 ? ran : shown;
    return Optional.of(longer).filter(gap -> gap.compareTo(MAX) > 0);
  }
}
