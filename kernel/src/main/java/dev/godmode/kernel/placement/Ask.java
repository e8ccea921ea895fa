package dev.godmode.kernel.placement;

import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Sticky;
import dev.godmode.protocol.text.SkillTag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One task's wish for a node: what it needs, and which nodes know something of it. No record,
 * because whoever explains a placement asks thousands of nodes about the same tags, and they are
 * read but once.
 */
public final class Ask {

  private final Need need;
  private final Optional<NodeId> home;
  private final Set<NodeId> near;
  private final Map<NodeId, String> avoided;
  private @Nullable List<SkillTag> required;
  private @Nullable List<SkillTag> preferred;

  /**
   * A wish.
   *
   * @param home where it, or the last task of its sticky key, ran before
   * @param near where the tasks ran that it comes after
   */
  public Ask(Need need, Optional<NodeId> home, Set<NodeId> near) {
    this(need, home, Set.copyOf(near), Map.of());
  }

  private Ask(Need need, Optional<NodeId> home, Set<NodeId> near, Map<NodeId, String> avoided) {
    this.need = need;
    this.home = home;
    this.near = near;
    this.avoided = avoided;
  }

  /** The same wish for any node but these, for which a breaker is open; each with why, in words. */
  public Ask avoiding(Map<NodeId, String> nodes) {
    return nodes.isEmpty() ? this : new Ask(need, home, near, Map.copyOf(nodes));
  }

  /** A wish that no node knows anything of. */
  public static Ask of(Need need) {
    return new Ask(need, Optional.empty(), Set.of());
  }

  public Need need() {
    return need;
  }

  Optional<NodeId> home() {
    return home;
  }

  Set<NodeId> near() {
    return near;
  }

  /** Nodes that a breaker keeps from it for a while. */
  Map<NodeId, String> avoided() {
    return avoided;
  }

  /** The tags that a node must offer, sorted as people read them. */
  List<SkillTag> required() {
    var known = required;
    if (known == null) {
      known = need.sorted().stream().map(SkillTag::wantedOrName).toList();
      required = known;
    }
    return known;
  }

  /** The tags that speak for a node. */
  List<SkillTag> preferred() {
    var known = preferred;
    if (known == null) {
      known = need.prefers().stream().map(SkillTag::wantedOrName).toList();
      preferred = known;
    }
    return known;
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

  @Override
  public String toString() {
    return "%s, home %s, near %s, not %s".formatted(need, home, near, avoided.keySet());
  }
}
