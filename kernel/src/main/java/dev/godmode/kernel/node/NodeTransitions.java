package dev.godmode.kernel.node;

import static dev.godmode.protocol.node.NodeState.LOST;
import static dev.godmode.protocol.node.NodeState.READY;
import static dev.godmode.protocol.node.NodeState.REMOVED;
import static dev.godmode.protocol.node.NodeState.SUSPECT;
import static dev.godmode.protocol.node.Schedulability.CORDONED;
import static dev.godmode.protocol.node.Schedulability.DRAINING;
import static dev.godmode.protocol.node.Schedulability.OPEN;

import dev.godmode.protocol.event.NodeEvent;
import dev.godmode.protocol.event.NodeEvent.NodeCordoned;
import dev.godmode.protocol.event.NodeEvent.NodeDraining;
import dev.godmode.protocol.event.NodeEvent.NodeLost;
import dev.godmode.protocol.event.NodeEvent.NodeReady;
import dev.godmode.protocol.event.NodeEvent.NodeRemoved;
import dev.godmode.protocol.event.NodeEvent.NodeSuspected;
import dev.godmode.protocol.event.NodeEvent.NodeUncordoned;
import java.util.List;

/**
 * Every legal move of a node's liveness and of its schedulability, and the event that makes it. A
 * node that is enrolled and has not connected yet counts as lost.
 */
public final class NodeTransitions {

  /** One legal move; from and to are both of one machine. */
  public record Move(Enum<?> from, Class<? extends NodeEvent> event, Enum<?> to) {}

  public static final List<Move> LIVENESS =
      List.of(
          new Move(LOST, NodeReady.class, READY),
          new Move(READY, NodeSuspected.class, SUSPECT),
          new Move(SUSPECT, NodeReady.class, READY),
          new Move(SUSPECT, NodeLost.class, LOST),
          new Move(READY, NodeRemoved.class, REMOVED),
          new Move(SUSPECT, NodeRemoved.class, REMOVED),
          new Move(LOST, NodeRemoved.class, REMOVED));

  public static final List<Move> SCHEDULABILITY =
      List.of(
          new Move(OPEN, NodeCordoned.class, CORDONED),
          new Move(OPEN, NodeDraining.class, DRAINING),
          new Move(CORDONED, NodeDraining.class, DRAINING),
          new Move(CORDONED, NodeUncordoned.class, OPEN),
          new Move(DRAINING, NodeCordoned.class, CORDONED),
          new Move(DRAINING, NodeUncordoned.class, OPEN));

  private NodeTransitions() {}

  /**
   * Checks a move.
   *
   * @throws IllegalStateException when it is in neither table: a fault of the kernel
   */
  static void check(Enum<?> from, NodeEvent event, Enum<?> to) {
    var move = new Move(from, event.getClass(), to);
    if (!LIVENESS.contains(move) && !SCHEDULABILITY.contains(move)) {
      throw new IllegalStateException(
          "illegal move of node %s: %s -%s-> %s"
              .formatted(event.node(), from, event.getClass().getSimpleName(), to));
    }
  }
}
