package dev.godmode.protocol.code;

import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.Source;
import java.util.Optional;
import java.util.Set;

/**
 * A repository that the fleet shares, at the commit that control names: each node has it there, and
 * attempts begin from it.
 *
 * @param name for people, and of its folder on nodes
 * @param all what nodes have
 * @param trial what some of them have before the others do
 */
public record SharedCode(String name, Checkout all, Optional<Trial> trial) {

  /** A folder's name on every system. */
  public static final String NAME = "[a-z0-9][a-z0-9-]{0,39}";

  /**
   * A commit that is tried.
   *
   * @param nodes those that have it
   */
  public record Trial(String commit, Set<NodeId> nodes) {
    public Trial {
      nodes = Set.copyOf(nodes);
    }
  }

  /** What a node has of it. */
  public Checkout on(NodeId node) {
    return trial
        .filter(tried -> tried.nodes().contains(node))
        .map(tried -> at(tried.commit()))
        .orElse(all);
  }

  /** Whether work that begins from there begins from this. */
  public boolean is(Source source) {
    return source.repository().equals(all.repository())
        && (source.branch().isEmpty() || source.branch().equals(all.branch()));
  }

  /** The same, at another commit. */
  public Checkout at(String commit) {
    return new Checkout(all.repository(), all.branch(), commit);
  }
}
