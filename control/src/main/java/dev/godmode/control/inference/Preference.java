package dev.godmode.control.inference;

import dev.godmode.control.inference.ProviderStanding.Snapshot;
import dev.godmode.control.inference.Providers.Place;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * In which order providers are asked: those that may be asked now, the one first whose answer
 * should begin soonest. What counts is how much it has to read first, of the calls that are under
 * way and of this question, and how quickly it read until now. What it has read before it need not
 * read again, so a conversation stays where its beginning is, until the line there is too long. A
 * provider that was never asked counts as the quickest: it must be asked to be known.
 *
 * <p>One that is much slower than the quickest is asked only when there is no other.
 */
final class Preference {

  /** So many times the quickest, and this much at least, is slow. */
  private static final int SLOW_TIMES = 10;

  private static final Duration SLOW_AT_LEAST = Duration.ofSeconds(1);

  private Preference() {}

  static List<Place> order(List<Place> all, PrefixBlocks question) {
    var rested = all.stream().filter(place -> place.snapshot().isRested()).toList();
    var quickest =
        rested.stream()
            .map(place -> place.snapshot().latency())
            .filter(Duration::isPositive)
            .min(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return rested.stream()
        .map(place -> new Candidate(place, place.standing().nanosToRead(question)))
        .sorted(
            Comparator.<Candidate, Boolean>comparing(one -> one.isSlow(quickest))
                .thenComparingDouble(Candidate::nanosToRead)
                .thenComparingInt(one -> one.snapshot().outstanding())
                .thenComparing(one -> one.snapshot().provider().name()))
        .map(Candidate::place)
        .toList();
  }

  private record Candidate(Place place, double nanosToRead) {

    Snapshot snapshot() {
      return place.snapshot();
    }

    boolean isSlow(Duration quickest) {
      return snapshot().latency().compareTo(SLOW_AT_LEAST) > 0
          && snapshot().latency().compareTo(quickest.multipliedBy(SLOW_TIMES)) > 0;
    }
  }

  /** When the first of them may be asked again. */
  static Duration soonest(List<Snapshot> all, Duration probedEvery) {
    return all.stream()
        .map(one -> one.restedIn().isZero() ? probedEvery : one.restedIn())
        .min(Comparator.naturalOrder())
        .orElse(probedEvery);
  }
}
