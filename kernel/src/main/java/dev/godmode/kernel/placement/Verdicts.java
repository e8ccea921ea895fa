package dev.godmode.kernel.placement;

import dev.godmode.protocol.api.Explanation;
import dev.godmode.protocol.api.Explanation.NodeVerdict;
import dev.godmode.protocol.api.Explanation.Others;
import dev.godmode.protocol.api.Explanation.RuleVerdict;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.text.SkillTag;
import dev.godmode.protocol.text.Version;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Each node's answer to a task, for people: the nodes that come nearest one by one, the others as
 * numbers.
 *
 * @param best those that fit first, then by how little they miss, then by score
 * @param others how many more there are, by the first rule they fail
 * @param chance some node would fit if it only waited long enough
 * @param nearest the first of them, and what it misses
 */
public record Verdicts(
    List<NodeVerdict> best, List<Others> others, boolean chance, Optional<Nearest> nearest) {

  private static final List<NodeRule> RULES = List.of(NodeRule.values());
  private static final String FITS = "fits";
  private static final int VERSIONS_MAX = 5;

  /** The node that misses least, what it misses, and the smallest change that would help. */
  public record Nearest(String name, String problem, String mend) {}

  private record Standing(Candidate candidate, int misses, int score) {}

  private static final Comparator<Standing> NEAREST_FIRST =
      Comparator.comparingInt(Standing::misses)
          .thenComparing(Standing::score, Comparator.reverseOrder())
          .thenComparing(standing -> standing.candidate().node().name());

  /** The answers of the nodes that are in the fleet. */
  public static Verdicts of(Ask ask, Collection<Candidate> candidates) {
    var nearest = new PriorityQueue<>(NEAREST_FIRST.reversed());
    var others = new TreeMap<String, Integer>();
    var chance = false;
    for (var candidate : candidates) {
      if (candidate.node().state() == NodeState.REMOVED) {
        continue;
      }
      chance |= Placement.mayFit(ask, candidate);
      nearest.add(new Standing(candidate, misses(ask, candidate), Score.of(ask, candidate)));
      if (nearest.size() > Explanation.NODES_MAX) {
        others.merge(firstFailed(ask, nearest.remove().candidate()), 1, Integer::sum);
      }
    }
    var standings = nearest.stream().sorted(NEAREST_FIRST).toList();
    return new Verdicts(
        standings.stream().map(found -> verdict(ask, found)).toList(),
        others.entrySet().stream()
            .map(entry -> new Others(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparingInt(Others::nodes).reversed())
            .toList(),
        chance,
        standings.stream().findFirst().map(found -> nearest(ask, found.candidate())));
  }

  private static Nearest nearest(Ask ask, Candidate candidate) {
    var failed = RULES.stream().filter(rule -> !rule.passes(ask, candidate)).toList();
    return new Nearest(
        candidate.node().name(),
        failed.stream().map(rule -> rule.detail(ask, candidate)).collect(Collectors.joining("; ")),
        failed.stream().map(rule -> rule.mend(ask, candidate)).collect(Collectors.joining("; ")));
  }

  private static int misses(Ask ask, Candidate candidate) {
    var misses = 0;
    for (var rule : RULES) {
      misses += rule.misses(ask, candidate);
    }
    return misses;
  }

  private static String firstFailed(Ask ask, Candidate candidate) {
    for (var rule : RULES) {
      if (!rule.passes(ask, candidate)) {
        return rule.label();
      }
    }
    return FITS;
  }

  private static NodeVerdict verdict(Ask ask, Standing standing) {
    var candidate = standing.candidate();
    return new NodeVerdict(
        candidate.node().id(),
        candidate.node().name(),
        standing.misses() == 0,
        standing.score(),
        RULES.stream()
            .filter(rule -> rule.matters(ask, candidate) || !rule.passes(ask, candidate))
            .map(
                rule ->
                    new RuleVerdict(
                        rule.label(), rule.passes(ask, candidate), rule.detail(ask, candidate)))
            .toList(),
        Score.parts(ask, candidate));
  }

  public boolean isEmpty() {
    return best.isEmpty();
  }

  /** The first verdict: of the node that fits best, or misses least. */
  public NodeVerdict first() {
    return best.getFirst();
  }

  private static Stream<Candidate> members(Collection<Candidate> candidates) {
    return candidates.stream().filter(candidate -> candidate.node().state() != NodeState.REMOVED);
  }

  /** Names of the nodes in the fleet. */
  public static Set<String> names(Collection<Candidate> candidates) {
    return members(candidates)
        .map(candidate -> candidate.node().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The node of a name, if it is in the fleet. */
  public static Optional<Candidate> named(String name, Collection<Candidate> candidates) {
    return members(candidates).filter(known -> known.node().name().equals(name)).findFirst();
  }

  /** A node that satisfies a tag, also one that is lost just now. */
  public static Optional<Candidate> offering(SkillTag tag, Collection<Candidate> candidates) {
    return members(candidates).filter(known -> known.offers(tag)).findFirst();
  }

  /** The versions of a tag that there are, the greatest first, at most {@link #VERSIONS_MAX}. */
  public static List<Version> versions(String tag, Collection<Candidate> candidates) {
    return members(candidates)
        .flatMap(known -> known.version(tag).stream())
        .distinct()
        .sorted(Comparator.reverseOrder())
        .limit(VERSIONS_MAX)
        .toList();
  }

  /** Names of the tags that nodes of the fleet offer, also those that are lost just now. */
  public static Set<String> offered(Collection<Candidate> candidates) {
    var offered = new TreeSet<String>();
    members(candidates).forEach(candidate -> offered.addAll(candidate.skills()));
    return offered;
  }

  /** Whether the nearest node would fit if it had a free slot. */
  public boolean onlyLacksSlot() {
    return first().rules().stream()
        .allMatch(rule -> rule.passed() || rule.rule().equals(NodeRule.SLOT.label()));
  }
}
