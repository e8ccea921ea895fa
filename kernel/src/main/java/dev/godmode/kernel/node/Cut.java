package dev.godmode.kernel.node;

import java.time.Duration;
import java.time.Instant;

/**
 * The streams of most nodes broke at once: never in the journal, gone with a restart.
 *
 * @param returnedAt when one of them was heard again for the last time; at first when it began
 */
public record Cut(Instant began, Instant returnedAt) {

  /** However many go on coming back, and breaking again: others are waited for so long at most. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  static Cut at(Instant now) {
    return new Cut(now, now);
  }

  Cut returned(Instant at) {
    return new Cut(began, at);
  }

  /** Whether those that are not back have had their time. */
  public boolean isOver(Instant now, Duration patience) {
    return Duration.between(returnedAt, now).compareTo(patience) >= 0
        || Duration.between(began, now).compareTo(LONGEST) >= 0;
  }
}
