package dev.godmode.kernel.placement;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeSigns;
import dev.godmode.protocol.node.Inventory;
import java.util.Optional;
import java.util.Set;

/** A node as placement sees it: what it is, how it does, and how many leases it holds. */
public record Candidate(Node node, Optional<NodeSigns> signs, int leased) {

  int freeSlots() {
    return node.slots() - leased;
  }

  Set<String> skills() {
    return node.inventory().map(Inventory::skills).orElse(Set.of());
  }
}
