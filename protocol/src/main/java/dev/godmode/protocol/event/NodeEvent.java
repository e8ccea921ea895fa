package dev.godmode.protocol.event;

import dev.godmode.protocol.node.DrainPlan;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Facts about one node. */
public sealed interface NodeEvent extends Event {

  NodeId node();

  /** A machine got an identity; the fingerprint is SHA-256 of its certificate, lower-case hex. */
  record NodeEnrolled(NodeId node, String name, String fingerprint) implements NodeEvent {}

  /** The worker connected, or what it has changed. */
  record NodeReported(NodeId node, Inventory inventory, int slots) implements NodeEvent {}

  record NodeSuspected(NodeId node, Duration silent) implements NodeEvent {}

  /** Heard from again (or for the first time): ready. */
  record NodeReady(NodeId node) implements NodeEvent {}

  record NodeLost(NodeId node, Duration silent) implements NodeEvent {}

  record NodeCordoned(NodeId node, String reason) implements NodeEvent {}

  record NodeUncordoned(NodeId node) implements NodeEvent {}

  /** Takes no new work, and gives back what it runs by then; journals of old have no plan. */
  record NodeDraining(NodeId node, Instant deadline, Optional<DrainPlan> plan)
      implements NodeEvent {}

  /** Two machines show the same certificate; the one that holds the stream keeps it. */
  record NodeCloned(NodeId node, String why) implements NodeEvent {}

  /** Which types of agents the owner lets it run; any when empty. */
  record NodeAllowed(NodeId node, Optional<Set<String>> agents) implements NodeEvent {
    public NodeAllowed {
      agents = agents.map(Set::copyOf);
    }
  }

  /** It said something of itself that cannot be true; what counts instead is in the report. */
  record NodeClaimRefused(NodeId node, String claim) implements NodeEvent {}

  record NodeRemoved(NodeId node, String reason) implements NodeEvent {}
}
