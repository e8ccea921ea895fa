package dev.godmode.control.memory.summary;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of carrying a rule out.
 *
 * @param at when it ended
 * @param trouble why some are as they were, in words for people
 * @param away how many turns, with this one, ended because the model could not be asked; 0 when it
 *     could
 */
public record TidyTurn(Instant at, int summaries, Optional<String> trouble, int away) {

  private static final Duration PAUSE_MIN = Duration.ofSeconds(30);
  private static final Duration PAUSE_MAX = Duration.ofDays(1);

  /** More doublings make no difference. */
  private static final int DOUBLED_MAX = 12;

  /**
   * When a model is asked again that could not be: later each time.
   *
   * @param every what its rule says
   * @param notBefore so long at least, where that is known
   */
  Instant again(Duration every, Optional<Duration> notBefore) {
    var doubled = PAUSE_MIN.multipliedBy(1L << Math.clamp(away - 1L, 0, DOUBLED_MAX));
    var pause = least(doubled, least(every, PAUSE_MAX));
    return at.plus(notBefore.filter(known -> known.compareTo(pause) > 0).orElse(pause));
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
