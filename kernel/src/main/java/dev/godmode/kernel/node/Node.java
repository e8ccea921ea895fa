package dev.godmode.kernel.node;

import dev.godmode.protocol.node.DrainPlan;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
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

  /** A node whose owner lets it run any agent. */
  public Node(
      NodeId id,
      String name,
      String fingerprint,
      Optional<Inventory> inventory,
      int slots,
      NodeState state,
      Schedulability schedulability,
      Optional<Instant> drainBy,
      Instant enrolledAt,
      Instant stateSince) {
    this(
        id,
        name,
        fingerprint,
        inventory,
        slots,
        state,
        schedulability,
        drainBy,
        enrolledAt,
        stateSince,
        Optional.empty(),
        Optional.empty());
  }

  Node reporting(Inventory found, int slotsNow) {
    return new Node(
        id,
        name,
        fingerprint,
        Optional.of(found),
        slotsNow,
        state,
        schedulability,
        drainBy,
        enrolledAt,
        stateSince,
        allowed,
        drain);
  }

  Node allowing(Optional<Set<String>> agents) {
    return new Node(
        id,
        name,
        fingerprint,
        inventory,
        slots,
        state,
        schedulability,
        drainBy,
        enrolledAt,
        stateSince,
        agents,
        drain);
  }

  Node in(NodeState next, Instant at) {
    return new Node(
        id,
        name,
        fingerprint,
        inventory,
        slots,
        next,
        schedulability,
        drainBy,
        enrolledAt,
        at,
        allowed,
        drain);
  }

  Node schedulable(Schedulability next, Optional<Instant> until, Optional<DrainPlan> plan) {
    return new Node(
        id,
        name,
        fingerprint,
        inventory,
        slots,
        state,
        next,
        until,
        enrolledAt,
        stateSince,
        allowed,
        plan);
  }
}
