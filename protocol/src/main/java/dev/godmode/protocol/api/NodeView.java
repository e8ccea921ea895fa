package dev.godmode.protocol.api;

import dev.godmode.protocol.node.DrainPlan;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A node as people see it.
 *
 * @param slots how many attempts may run at once
 * @param running tasks whose attempts are leased to it
 * @param allowed the types of agents that the owner lets it run; any when absent
 * @param drain how it drains; empty unless it does
 * @param documents how it stands to the newest snapshot; empty while there is none
 * @param code how it stands to what the fleet shares
 * @param heardAt when it last gave a sign of life; empty when not since control started
 */
public record NodeView(
    NodeId id,
    String name,
    NodeState state,
    Schedulability schedulability,
    int slots,
    List<TaskId> running,
    Usage usage,
    Optional<Inventory> inventory,
    Optional<Instant> heardAt,
    Optional<Instant> drainBy,
    Instant enrolledAt,
    Instant stateSince,
    Optional<Set<String>> allowed,
    Optional<DrainPlan> drain,
    Optional<DocumentStanding> documents,
    List<CodeStanding> code) {

  public NodeView {
    running = List.copyOf(running);
    // A control of an older version says nothing of it.
    code = List.copyOf(Objects.requireNonNullElse(code, List.of()));
  }
}
