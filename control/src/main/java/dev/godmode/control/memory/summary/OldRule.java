package dev.godmode.control.memory.summary;

import dev.godmode.control.memory.MemoryScope;
import java.time.Duration;

/**
 * Which memories are old enough, and many enough, to be brought together.
 *
 * @param olderThan since they were first said
 * @param atLeast of one stream with one tag
 */
public record OldRule(MemoryScope scope, Duration olderThan, int atLeast) {

  public static final Duration USUAL_AGE = Duration.ofDays(30);
  public static final int USUAL_LEAST = 20;

  private static final Duration AGE_MIN = Duration.ofHours(1);
  private static final int LEAST_MIN = 2;

  /**
   * A rule.
   *
   * @throws IllegalArgumentException when it makes no sense, in words for people
   */
  public OldRule {
    if (olderThan.compareTo(AGE_MIN) < 0) {
      throw new IllegalArgumentException("what is old is older than an hour at least");
    }
    if (atLeast < LEAST_MIN || atLeast > OldGroup.MEMORIES_MAX) {
      throw new IllegalArgumentException(
          "from %d to %d memories are brought together, not %d"
              .formatted(LEAST_MIN, OldGroup.MEMORIES_MAX, atLeast));
    }
  }
}
