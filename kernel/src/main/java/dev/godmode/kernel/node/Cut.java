package dev.godmode.kernel.node;

import java.time.Duration;
import java.time.Instant;

/**
 * The streams of most nodes broke at once: never in the journal, gone with a restart.
 *
 * @param broken the most that were broken at the same time: control hears of one after the other
 * @param returnedAt when one of them was heard again for the last time; at first when it began
 */
public record Cut(Instant began, long broken, Instant returnedAt) {

  /** However many go on coming back, and breaking again: others are waited for so long at most. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /**
   * Control greets so many at once that none may be done for a while: this is what one of them
   * takes of its processor, generously.
   */
  private static final Duration GREETING = Duration.ofMillis(20);

  static Cut at(Instant now, long broken) {
    return new Cut(now, broken, now);
  }

  Cut grown(long now) {
    return new Cut(began, Math.max(broken, now), returnedAt);
  }

  /** Control itself was frozen: that time is nobody's. */
  Cut later(Duration leap) {
    return new Cut(began.plus(leap), broken, returnedAt.plus(leap));
  }

  Cut returned(Instant at) {
    return new Cut(began, broken, at);
  }

  /** Whether those that are not back have had their time. */
  public boolean isOver(Instant now, Duration patience) {
    var enough = patience.plus(GREETING.multipliedBy(broken));
    return Duration.between(returnedAt, now).compareTo(enough) >= 0
        || Duration.between(began, now).compareTo(LONGEST) >= 0;
  }
}
