package dev.godmode.protocol.api;

import dev.godmode.protocol.node.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * Why a task is placed where it is, or not yet.
 *
 * @param summary one sentence
 * @param node where it was placed
 * @param nodes each node's verdict, best first
 * @param mend the smallest change that would let it run; empty when nothing has to change
 * @param never it will not run however long it waits, unless the fleet or the task changes
 */
public record Explanation(
    String summary, Optional<NodeId> node, List<NodeVerdict> nodes, String mend, boolean never) {

  public Explanation {
    nodes = List.copyOf(nodes);
  }

  /**
   * One node's answer.
   *
   * @param fits every rule passed
   * @param score higher is better; only comparable within one explanation
   */
  public record NodeVerdict(
      NodeId node, String name, boolean fits, double score, List<RuleVerdict> rules) {
    public NodeVerdict {
      rules = List.copyOf(rules);
    }
  }

  public record RuleVerdict(String rule, boolean passed, String detail) {}
}
