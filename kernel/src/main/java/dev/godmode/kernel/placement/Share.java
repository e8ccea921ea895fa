package dev.godmode.kernel.placement;

import java.time.Duration;
import java.time.Instant;

/**
 * One of several that share something by weight: stride scheduling (Waldspurger and Weihl, 1995).
 *
 * <p>Each time it is served its pass advances by {@link #STRIDE} / weight, and whoever has the
 * smallest pass goes first. Who comes back from having nothing to do begins at the others' time: it
 * has saved nothing up.
 */
final class Share {

  private static final long STRIDE = 1L << 20;
  private static final long PER_POINT_MILLIS = Duration.ofMinutes(1).toMillis();

  private long pass;
  private long sinceMillis;

  /** Comes at a moment, when the others have got as far as the virtual time. */
  Share(long virtualTime, Instant at) {
    this.pass = virtualTime;
    this.sinceMillis = at.toEpochMilli();
  }

  void comeBack(long virtualTime, Instant at) {
    pass = Math.max(pass, virtualTime);
    sinceMillis = at.toEpochMilli();
  }

  /** Returns the virtual time of this service. */
  long serve(int weight, Instant at) {
    var begun = pass;
    pass += STRIDE / weight;
    sinceMillis = at.toEpochMilli();
    return begun;
  }

  long pass() {
    return pass;
  }

  /**
   * A priority with what it has gained by waiting: one point for each minute without service, so
   * that whoever is always outbid by greater priorities is served in the end.
   */
  long aged(int priority, long nowMillis) {
    return priority + Math.max(0, nowMillis - sinceMillis) / PER_POINT_MILLIS;
  }
}
