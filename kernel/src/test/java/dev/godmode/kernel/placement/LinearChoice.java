package dev.godmode.kernel.placement;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Chooses as the rules say it, by looking at every node: what the index is held against. */
final class LinearChoice {

  private LinearChoice() {}

  static Optional<Candidate> choose(Ask ask, Collection<Candidate> fleet) {
    return fleet.stream()
        .filter(candidate -> Placement.fits(ask, candidate))
        .max(
            Comparator.comparingInt((Candidate candidate) -> Score.of(ask, candidate))
                .thenComparing(candidate -> candidate.node().id(), Comparator.reverseOrder()));
  }
}
