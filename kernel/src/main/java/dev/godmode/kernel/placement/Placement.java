package dev.godmode.kernel.placement;

import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Chooses a node: first the rules that must hold, then a score. Pure.
 *
 * <p>The score is the sum of: 10 for each preferred skill the node has; up to 5 for its share of
 * free slots; up to 3 for idle cores, when the measurement is there. Equal scores go to the name
 * that sorts first, so that a replay chooses alike.
 */
public final class Placement {

  private static final double PREFERRED = 10;
  private static final double FREE_SLOTS = 5;
  private static final double IDLE = 3;

  /** A node and why it. */
  public record Choice(Candidate candidate, double score, String why) {}

  private Placement() {}

  /** The best node of those that pass every rule. */
  public static Optional<Choice> choose(Need need, Collection<Candidate> candidates) {
    return candidates.stream()
        .filter(candidate -> fits(need, candidate))
        .max(
            Comparator.comparingDouble((Candidate candidate) -> score(need, candidate))
                .thenComparing(candidate -> candidate.node().name(), Comparator.reverseOrder()))
        .map(candidate -> new Choice(candidate, score(need, candidate), why(need, candidate)));
  }

  /** Whether it could take any task at all. */
  public static boolean hasRoom(Candidate candidate) {
    return candidate.freeSlots() > 0
        && candidate.node().state() == NodeState.READY
        && candidate.node().schedulability() == Schedulability.OPEN;
  }

  static boolean fits(Need need, Candidate candidate) {
    return Arrays.stream(NodeRule.values()).allMatch(rule -> rule.passes(need, candidate));
  }

  static double score(Need need, Candidate candidate) {
    var preferred = need.prefers().stream().filter(candidate.skills()::contains).count();
    var slots = Math.max(1, candidate.node().slots());
    return PREFERRED * preferred
        + FREE_SLOTS * candidate.freeSlots() / slots
        + IDLE * (1 - candidate.signs().map(signs -> signs.usage().cpu()).orElse(1.0));
  }

  private static String why(Need need, Candidate candidate) {
    var preferred = need.prefers().stream().filter(candidate.skills()::contains).sorted().toList();
    return "%d of %d slots free, cpu %s%s"
        .formatted(
            candidate.freeSlots(),
            candidate.node().slots(),
            candidate
                .signs()
                .map(signs -> Math.round(signs.usage().cpu() * 100) + " %")
                .orElse("unknown"),
            preferred.isEmpty() ? "" : ", has preferred " + String.join(", ", preferred));
  }
}
