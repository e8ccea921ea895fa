package dev.godmode.protocol.task;

import java.util.Optional;

/**
 * What all tasks with the same key share: a site that may be asked so often, a repository that only
 * one may change. Each task keeps to the numbers that it brings itself.
 *
 * @param maxRunning most attempts of the key at once
 * @param perMinute most attempts begun in any minute, of the key's tasks that have such a limit
 */
public record Throttle(String key, Optional<Integer> maxRunning, Optional<Integer> perMinute) {

  public static final int KEY_MAX = 200;

  /** So many beginnings are remembered of a key. */
  public static final int PER_MINUTE_MAX = 6_000;

  public Throttle {
    if (key.isBlank() || key.length() > KEY_MAX) {
      throw new IllegalArgumentException(
          "the key of a throttle has 1 to %d characters".formatted(KEY_MAX));
    }
    requirePositive(key, "max_running", maxRunning);
    requirePositive(key, "per_minute", perMinute);
    if (perMinute.orElse(0) > PER_MINUTE_MAX) {
      throw new IllegalArgumentException(
          "per_minute of '%s' may be %d at most, was %d"
              .formatted(key, PER_MINUTE_MAX, perMinute.get()));
    }
  }

  private static void requirePositive(String key, String field, Optional<Integer> limit) {
    if (limit.isPresent() && limit.get() < 1) {
      throw new IllegalArgumentException(
          "%s of '%s' must be 1 or more, was %d".formatted(field, key, limit.get()));
    }
  }
}
