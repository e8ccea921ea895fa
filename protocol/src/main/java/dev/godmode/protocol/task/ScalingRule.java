package dev.godmode.protocol.task;

import java.time.Duration;
import java.util.Optional;

/**
 * How many attempts of a type of agent may run at once, by what waits for it.
 *
 * @param min so many may always run; 0 lets it go to zero
 * @param max never more than so many
 * @param targetQueue queued tasks that each running one may have behind it before there are more; 0
 *     for none, so that there is one for each task; so it is when no target is said
 * @param targetWait how long the oldest queued task may wait before there are more
 * @param coolDown fewer must have been enough for so long before there are fewer
 */
public record ScalingRule(
    int min,
    int max,
    Optional<Integer> targetQueue,
    Optional<Duration> targetWait,
    Duration coolDown) {

  public static final int MOST = 100_000;
  public static final Duration COOL_DOWN = Duration.ofSeconds(30);

  public ScalingRule {
    if (min < 0 || max < 1 || max > MOST || min > max) {
      throw new IllegalArgumentException(
          "min must be 0 or more, max 1 to %d and not less than min; were %d and %d"
              .formatted(MOST, min, max));
    }
    if (targetQueue.isEmpty() && targetWait.isEmpty()) {
      targetQueue = Optional.of(0);
    }
    if (targetQueue.isPresent() && targetQueue.get() < 0) {
      throw new IllegalArgumentException(
          "target_queue must be 0 or more, was " + targetQueue.get());
    }
    if (targetWait.isPresent() && !targetWait.get().isPositive()) {
      throw new IllegalArgumentException("target_wait must be positive, was " + targetWait.get());
    }
    if (coolDown.isNegative()) {
      throw new IllegalArgumentException("cool_down cannot be negative, was " + coolDown);
    }
  }

  /** A number within its bounds. */
  public int clamp(int wanted) {
    return Math.clamp(wanted, min, max);
  }
}
