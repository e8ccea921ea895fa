package dev.godmode.kernel.node;

import dev.godmode.protocol.node.DrainPlan;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.record.Buildable;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A node as the journal knows it; what only heartbeats know is in {@link NodeSigns}.
 *
 * @param fingerprint SHA-256 of its certificate, lower-case hex
 * @param inventory empty until it first connected
 * @param drainBy when a drain stops what still runs; empty unless draining
 * @param allowed the types of agents that the owner lets it run; any when empty
 * @param drain how it drains; empty unless draining
 */
@Buildable
public record Node(
    NodeId id,
    String name,
    String fingerprint,
    Optional<Inventory> inventory,
    int slots,
    NodeState state,
    Schedulability schedulability,
    Optional<Instant> drainBy,
    Instant enrolledAt,
    Instant stateSince,
    Optional<Set<String>> allowed,
    Optional<DrainPlan> drain) {

  public Node {
    allowed = allowed.map(Set::copyOf);
  }

  Node reporting(Inventory found, int slotsNow) {
    return NodeBuilder.from(this).inventory(Optional.of(found)).slots(slotsNow).build();
  }

  Node allowing(Optional<Set<String>> agents) {
    return NodeBuilder.from(this).allowed(agents).build();
  }

  Node in(NodeState next, Instant at) {
    return NodeBuilder.from(this).state(next).stateSince(at).build();
  }

  Node schedulable(Schedulability next, Optional<Instant> until, Optional<DrainPlan> plan) {
    return NodeBuilder.from(this).schedulability(next).drainBy(until).drain(plan).build();
  }
}
