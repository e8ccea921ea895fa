package dev.godmode.kernel;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.placement.Need;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Stopping;
import dev.godmode.protocol.event.NodeEvent.NodeCordoned;
import dev.godmode.protocol.event.TaskEvent.AttemptRecalled;
import dev.godmode.protocol.node.DrainPlan;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.task.LossPolicy;
import java.util.List;

/**
 * A draining node's work: finished there, handed over when that is asked for and there is room, or
 * recalled at the deadline.
 *
 * <p>Handing over recalls first and places then: two copies never run. Work that would wait for its
 * node if that were lost has something there, so it is left to finish until the deadline.
 */
final class Drains {

  private Drains() {}

  static void look(Turn turn, Node node) {
    if (drained(turn, node.id())) {
      return;
    }
    if (node.drainBy().filter(by -> !turn.now().isBefore(by)).isPresent()) {
      for (var lease : finishing(turn, node)) {
        recall(turn, lease, "%s drains and its time is over".formatted(node.name()));
      }
    } else if (node.drain().filter(DrainPlan::handOver).isPresent()) {
      handOver(turn, node);
    }
  }

  /** A draining node that runs nothing any more is cordoned. */
  static boolean drained(Turn turn, NodeId node) {
    var empty = turn.state().nodes().leasedCount(node) == 0;
    if (empty) {
      turn.emit(new NodeCordoned(node, "drained"));
    }
    return empty;
  }

  /** Recalls as many as there is room for elsewhere; those on their way have theirs already. */
  private static void handOver(Turn turn, Node node) {
    var room = turn.state().index().freeSlots() - onTheirWay(turn);
    for (var lease : finishing(turn, node)) {
      if (room <= 0) {
        return;
      }
      var task = turn.state().tasks().find(lease.attempt().task()).orElseThrow();
      if (canMove(turn, task)) {
        recall(turn, lease, "%s drains, and there is room elsewhere".formatted(node.name()));
        room--;
      }
    }
  }

  private static boolean canMove(Turn turn, Task task) {
    var state = turn.state();
    return Losses.policy(turn, task).action() == LossPolicy.Action.MOVE
        && state
            .index()
            .choose(
                PlacementDesk.ask(state, task, Need.of(task, state.fleet().agents()), turn.now()))
            .isPresent();
  }

  private static int onTheirWay(Turn turn) {
    return (int)
        turn.state().nodes().all().stream()
            .filter(node -> node.schedulability() == Schedulability.DRAINING)
            .flatMap(node -> leases(turn, node).stream())
            .filter(lease -> lease.stopping() == Stopping.DRAIN)
            .count();
  }

  private static List<Running> finishing(Turn turn, Node node) {
    return leases(turn, node).stream().filter(lease -> lease.stopping() == Stopping.NO).toList();
  }

  private static List<Running> leases(Turn turn, Node node) {
    return turn.state().nodes().leased(node.id()).stream()
        .map(id -> turn.state().tasks().find(id).orElseThrow())
        .flatMap(task -> task.phase().held().stream())
        .toList();
  }

  private static void recall(Turn turn, Running lease, String why) {
    turn.emit(new AttemptRecalled(lease.attempt(), why));
    Losses.stop(turn, lease, why);
  }
}
