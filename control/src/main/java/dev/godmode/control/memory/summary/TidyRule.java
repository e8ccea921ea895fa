package dev.godmode.control.memory.summary;

import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.summary.Summaries.Way;
import java.time.Duration;
import java.time.Instant;

/**
 * That a scope is kept tidy by itself, and how.
 *
 * @param every so long after all was tidy it is looked at again
 * @param by who said so: it is done in their name
 */
public record TidyRule(OldRule old, Way way, Duration every, String by, Instant since) {

  public static final Duration USUAL_EVERY = Duration.ofDays(1);

  private static final Duration EVERY_MIN = Duration.ofMinutes(1);
  private static final Duration EVERY_MAX = Duration.ofDays(366);

  /**
   * A rule.
   *
   * @throws IllegalArgumentException when it makes no sense, in words for people
   */
  public TidyRule {
    if (every.compareTo(EVERY_MIN) < 0 || every.compareTo(EVERY_MAX) > 0) {
      throw new IllegalArgumentException(
          "a scope is looked at every minute at most and once a year at least: every 24h is usual");
    }
  }

  public MemoryScope scope() {
    return old.scope();
  }
}
