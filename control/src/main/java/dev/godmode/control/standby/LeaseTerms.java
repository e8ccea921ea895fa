package dev.godmode.control.standby;

import java.time.Duration;

/**
 * Times of the controls' lease.
 *
 * @param ttl how long it lasts without being renewed: most of what a takeover takes. Shorter than a
 *     pause that a healthy control may make, it would change hands for nothing
 * @param renewEvery how often the holder renews it
 * @param lookEvery how often a standby follows the journal and looks whether the lease is free
 * @param reportEvery how often each control says that it is there
 * @param remembered how long a control that says nothing is kept in the list
 */
public record LeaseTerms(
    Duration ttl,
    Duration renewEvery,
    Duration lookEvery,
    Duration reportEvery,
    Duration remembered) {

  public static final LeaseTerms DEFAULT =
      new LeaseTerms(
          Duration.ofSeconds(3),
          Duration.ofMillis(500),
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          Duration.ofDays(7));

  public LeaseTerms {
    if (renewEvery.compareTo(ttl.dividedBy(3)) > 0 && !ttl.isZero()) {
      throw new IllegalArgumentException(
          "the lease must be renewed at least three times in its life, were %s and %s"
              .formatted(renewEvery, ttl));
    }
  }
}
