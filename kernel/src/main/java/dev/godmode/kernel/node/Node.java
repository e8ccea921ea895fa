package dev.godmode.kernel.node;

import dev.godmode.protocol.node.DrainPlan;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import java.time.Instant;
import java.util.Optional;

/**
 * A node as the journal knows it; what only heartbeats know is in {@link NodeSigns}.
 *
 * @param fingerprint SHA-256 of its certificate, lower-case hex
 * @param inventory empty until it first connected
 * @param drain how it drains; empty unless draining
 * @param drainBy when a drain stops what still runs; empty unless draining
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
    Optional<DrainPlan> drain) {

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
        drain);
  }

  Node schedulable(Schedulability next, Optional<Instant> until, Optional<DrainPlan> plan) {
    return new Node(
        id, name, fingerprint, inventory, slots, state, next, until, enrolledAt, stateSince, plan);
  }
}
