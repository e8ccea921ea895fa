package dev.godmode.protocol.api;

import dev.godmode.protocol.node.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * Why a task is placed where it is, or not yet.
 *
 * @param summary one sentence
 * @param node where it was placed
 * @param nodes the verdicts of the nodes that come nearest, best first, at most {@link #NODES_MAX}
 * @param mend the smallest change that would let it run; empty when nothing has to change
 * @param never it will not run however long it waits, unless the fleet or the task changes
 * @param others how many more nodes there are, by what keeps them from it
 */
public record Explanation(
    String summary,
    Optional<NodeId> node,
    List<NodeVerdict> nodes,
    String mend,
    boolean never,
    List<Others> others) {

  /** So many nodes are told of one by one. */
  public static final int NODES_MAX = 20;

  public Explanation {
    nodes = List.copyOf(nodes);
    others = List.copyOf(others);
  }

  /** A sentence about a task that nodes have nothing to do with. */
  public static Explanation said(String summary, String mend) {
    return new Explanation(summary, Optional.empty(), List.of(), mend, false, List.of());
  }

  /**
   * Nodes that are not among {@link #nodes()}.
   *
   * @param rule the first rule that they fail; {@code fits} when they fail none
   */
  public record Others(String rule, int nodes) {}

  /**
   * One node's answer.
   *
   * @param fits every rule passed
   * @param score higher is better: the sum of its parts
   */
  public record NodeVerdict(
      NodeId node,
      String name,
      boolean fits,
      double score,
      List<RuleVerdict> rules,
      List<ScorePart> parts) {
    public NodeVerdict {
      rules = List.copyOf(rules);
      parts = List.copyOf(parts);
    }
  }

  /** Something that speaks for a node. */
  public record ScorePart(String what, int points) {}

  public record RuleVerdict(String rule, boolean passed, String detail) {}
}
