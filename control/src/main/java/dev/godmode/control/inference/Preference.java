package dev.godmode.control.inference;

import dev.godmode.control.inference.ProviderStanding.Snapshot;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * In which order providers are asked: those that may be asked now, the one first whose answer
 * should begin soonest. What that costs is the latency times the calls that are under way, and one
 * more (peak EWMA, as Finagle has it). A provider that was never asked counts as the quickest: it
 * must be asked to be known.
 *
 * <p>One that is much slower than the quickest is asked only when there is no other.
 */
final class Preference {

  /** So many times the quickest, and this much at least, is slow. */
  private static final int SLOW_TIMES = 10;

  private static final Duration SLOW_AT_LEAST = Duration.ofSeconds(1);

  private Preference() {}

  static List<Snapshot> order(List<Snapshot> all) {
    var rested = all.stream().filter(Snapshot::isRested).toList();
    var quickest =
        rested.stream()
            .map(Snapshot::latency)
            .filter(Duration::isPositive)
            .min(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return rested.stream()
        .sorted(
            Comparator.<Snapshot, Boolean>comparing(one -> isSlow(one, quickest))
                .thenComparingDouble(Preference::cost)
                .thenComparingInt(Snapshot::outstanding)
                .thenComparing(one -> one.provider().name()))
        .toList();
  }

  private static boolean isSlow(Snapshot one, Duration quickest) {
    return one.latency().compareTo(SLOW_AT_LEAST) > 0
        && one.latency().compareTo(quickest.multipliedBy(SLOW_TIMES)) > 0;
  }

  private static double cost(Snapshot one) {
    return (double) one.latency().toNanos() * (one.outstanding() + 1);
  }

  /** When the first of them may be asked again. */
  static Duration soonest(List<Snapshot> all, Duration probedEvery) {
    return all.stream()
        .map(one -> one.restedIn().isZero() ? probedEvery : one.restedIn())
        .min(Comparator.naturalOrder())
        .orElse(probedEvery);
  }
}
