package dev.godmode.kernel.placement;

import dev.godmode.protocol.api.Explanation.NodeVerdict;
import dev.godmode.protocol.api.Explanation.RuleVerdict;
import dev.godmode.protocol.node.NodeState;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Each node's answer to a need, for people. */
public final class Verdicts {

  /** The node that misses least, and what it misses. */
  public record Nearest(String name, String problem, String mend) {}

  private Verdicts() {}

  /** Verdicts of the nodes in the fleet: those that fit first, then by rules passed, then score. */
  public static List<NodeVerdict> of(Need need, Collection<Candidate> candidates) {
    return candidates.stream()
        .filter(candidate -> candidate.node().state() != NodeState.REMOVED)
        .map(candidate -> verdict(need, candidate))
        .sorted(
            Comparator.comparing(NodeVerdict::fits)
                .thenComparingLong(Verdicts::passed)
                .thenComparingDouble(NodeVerdict::score)
                .reversed()
                .thenComparing(NodeVerdict::name))
        .toList();
  }

  /** Skills that nodes of the fleet offer, also those that are lost just now. */
  public static Set<String> offered(Collection<Candidate> candidates) {
    var offered = new TreeSet<String>();
    candidates.stream()
        .filter(candidate -> candidate.node().state() != NodeState.REMOVED)
        .forEach(candidate -> offered.addAll(candidate.skills()));
    return offered;
  }

  /** What is required but not offered by any node; sorted. */
  public static Set<String> offeredNowhere(Need need, Collection<Candidate> candidates) {
    var missing = new TreeSet<>(need.requires());
    missing.removeAll(offered(candidates));
    return missing;
  }

  /** Whether it would fit if it had a free slot. */
  public static boolean onlyLacksSlot(NodeVerdict verdict) {
    return verdict.rules().stream()
        .allMatch(rule -> rule.passed() || rule.rule().equals(NodeRule.SLOT.label()));
  }

  private static long passed(NodeVerdict verdict) {
    return verdict.rules().stream().filter(RuleVerdict::passed).count();
  }

  private static NodeVerdict verdict(Need need, Candidate candidate) {
    return new NodeVerdict(
        candidate.node().id(),
        candidate.node().name(),
        Placement.fits(need, candidate),
        Placement.score(need, candidate),
        Arrays.stream(NodeRule.values())
            .map(
                rule ->
                    new RuleVerdict(
                        rule.label(), rule.passes(need, candidate), rule.detail(need, candidate)))
            .toList());
  }

  /** The first verdict of a list where none fits. */
  public static Nearest nearest(List<NodeVerdict> verdicts) {
    var best = verdicts.getFirst();
    var failed = best.rules().stream().filter(rule -> !rule.passed()).toList();
    var problem = failed.stream().map(RuleVerdict::detail).collect(Collectors.joining("; "));
    return new Nearest(best.name(), problem, mend(best, failed));
  }

  private static String mend(NodeVerdict verdict, List<RuleVerdict> failed) {
    return failed.stream()
        .map(
            rule ->
                rule.rule().equals(NodeRule.SKILLED.label())
                    ? "give %s the skill (it %s) or require less"
                        .formatted(verdict.name(), rule.detail())
                    : rule.detail())
        .collect(Collectors.joining("; "));
  }
}
