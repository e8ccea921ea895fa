package dev.godmode.kernel.node;

import dev.godmode.protocol.event.NodeEvent;
import dev.godmode.protocol.event.NodeEvent.NodeAllowed;
import dev.godmode.protocol.event.NodeEvent.NodeClaimRefused;
import dev.godmode.protocol.event.NodeEvent.NodeCloned;
import dev.godmode.protocol.event.NodeEvent.NodeCordoned;
import dev.godmode.protocol.event.NodeEvent.NodeDraining;
import dev.godmode.protocol.event.NodeEvent.NodeEnrolled;
import dev.godmode.protocol.event.NodeEvent.NodeLost;
import dev.godmode.protocol.event.NodeEvent.NodeReady;
import dev.godmode.protocol.event.NodeEvent.NodeRemoved;
import dev.godmode.protocol.event.NodeEvent.NodeReported;
import dev.godmode.protocol.event.NodeEvent.NodeSuspected;
import dev.godmode.protocol.event.NodeEvent.NodeUncordoned;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import java.time.Instant;
import java.util.Optional;

/** What a node becomes when a fact about it is known: a pure function of both. */
public final class NodeFold {

  private NodeFold() {}

  public static Node begin(NodeEnrolled event, Instant at) {
    return NodeBuilder.builder()
        .id(event.node())
        .name(event.name())
        .fingerprint(event.fingerprint())
        .state(NodeState.LOST)
        .schedulability(Schedulability.OPEN)
        .enrolledAt(at)
        .stateSince(at)
        .build();
  }

  /** The node after one more fact; moves are checked against {@link NodeTransitions}. */
  public static Node fold(Node node, NodeEvent event, Instant at) {
    return switch (event) {
      case NodeEnrolled e -> begin(e, at);
      case NodeReported e -> node.reporting(e.inventory(), e.slots());
      case NodeAllowed e -> node.allowing(e.agents());
      case NodeClaimRefused _ -> node;
      case NodeReady e -> alive(node, e, NodeState.READY, at);
      case NodeSuspected e -> alive(node, e, NodeState.SUSPECT, at);
      case NodeLost e -> alive(node, e, NodeState.LOST, at);
      case NodeCloned _ -> node;
      case NodeRemoved e -> alive(node, e, NodeState.REMOVED, at);
      case NodeCordoned e -> schedulable(node, e, Schedulability.CORDONED);
      case NodeUncordoned e -> schedulable(node, e, Schedulability.OPEN);
      case NodeDraining e -> {
        NodeTransitions.check(node.schedulability(), e, Schedulability.DRAINING);
        yield node.schedulable(Schedulability.DRAINING, Optional.of(e.deadline()), e.plan());
      }
    };
  }

  private static Node alive(Node node, NodeEvent event, NodeState state, Instant at) {
    NodeTransitions.check(node.state(), event, state);
    return node.in(state, at);
  }

  private static Node schedulable(Node node, NodeEvent event, Schedulability next) {
    NodeTransitions.check(node.schedulability(), event, next);
    return node.schedulable(next, Optional.empty(), Optional.empty());
  }
}
