package dev.godmode.kernel.node;

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
    Instant stateSince) {}
