package dev.godmode.control.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Makes ids of 13 characters of lower-case Crockford base32 that sort by creation: 42 bits of
 * milliseconds since 2026, then 22 bits that begin at random in each millisecond and count up.
 */
public final class TimeOrderedIds {

  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final long EPOCH_MILLIS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final int COUNT_BITS = 22;
  private static final int LENGTH = 13;

  private final InstantSource clock;
  private final RandomGenerator random;
  private long last;

  public TimeOrderedIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  public synchronized String next() {
    // Half of the count is left free, so that counting up stays within the millisecond.
    var fresh =
        ((clock.millis() - EPOCH_MILLIS) << COUNT_BITS) | random.nextLong(1L << (COUNT_BITS - 1));
    last = Math.max(last + 1, fresh);
    return digits(last);
  }

  private static String digits(long value) {
    var text = new char[LENGTH];
    for (var i = LENGTH - 1; i >= 0; i--) {
      text[i] = DIGITS.charAt((int) (value & 31));
      value >>>= 5;
    }
    return new String(text);
  }
}
