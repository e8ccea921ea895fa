package dev.godmode.kernel.placement;

import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Sticky;
import java.util.Optional;
import java.util.Set;

/**
 * One task's wish for a node: what it needs, and which nodes know something of it.
 *
 * @param home where it, or the last task of its sticky key, ran before
 * @param near where the tasks ran that it comes after
 */
public record Ask(Need need, Optional<NodeId> home, Set<NodeId> near) {

  public Ask {
    near = Set.copyOf(near);
  }

  /** A wish that no node knows anything of. */
  public static Ask of(Need need) {
    return new Ask(need, Optional.empty(), Set.of());
  }

  /** The one node it insists on, where it ran before; empty when any will do. */
  Optional<NodeId> onlyHome() {
    return need.ties().sticky().filter(Sticky::insists).flatMap(_ -> home);
  }

  boolean isHome(NodeId node) {
    return home.isPresent() && home.get().equals(node);
  }

  boolean isNear(NodeId node) {
    return !near.isEmpty() && near.contains(node);
  }
}
