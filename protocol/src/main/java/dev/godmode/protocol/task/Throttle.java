package dev.godmode.protocol.task;

import java.util.Optional;

/**
 * What all tasks with the same key share: a site that may be asked so often, a repository that only
 * one may change.
 *
 * @param maxRunning most attempts of the key at once
 * @param perMinute most attempts of the key begun in any minute
 */
public record Throttle(String key, Optional<Integer> maxRunning, Optional<Integer> perMinute) {

  public static final int KEY_MAX = 200;

  public Throttle {
    if (key.isBlank() || key.length() > KEY_MAX) {
      throw new IllegalArgumentException(
          "the key of a throttle has 1 to %d characters".formatted(KEY_MAX));
    }
    requirePositive(key, "max_running", maxRunning);
    requirePositive(key, "per_minute", perMinute);
  }

  private static void requirePositive(String key, String field, Optional<Integer> limit) {
    if (limit.isPresent() && limit.get() < 1) {
      throw new IllegalArgumentException(
          "%s of '%s' must be 1 or more, was %d".formatted(field, key, limit.get()));
    }
  }
}
