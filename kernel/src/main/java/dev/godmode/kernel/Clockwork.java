package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeSigns;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Stopping;
import dev.godmode.kernel.task.TaskPhase.Until;
import dev.godmode.protocol.event.NodeEvent.NodeCordoned;
import dev.godmode.protocol.event.NodeEvent.NodeLost;
import dev.godmode.protocol.event.NodeEvent.NodeSuspected;
import dev.godmode.protocol.event.TaskEvent.AttemptRecalled;
import dev.godmode.protocol.event.TaskEvent.DeadlinePassed;
import dev.godmode.protocol.event.TaskEvent.TaskFailed;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the passing of time alone leads to: silence, backoffs, deadlines, drains. */
final class Clockwork {

  /** A measurement that is older than so many heartbeats says nothing any more. */
  private static final int STALE_BEATS = 2;

  private Clockwork() {}

  /**
   * Time has passed.
   *
   * @param last when it was told before; a longer gap than the suspicion time means that control
   *     itself stood still, and nobody is blamed for that
   */
  static Reply tick(Turn turn, Instant last) {
    var leap = Duration.between(last, turn.now());
    if (leap.compareTo(turn.settings().suspectAfter()) > 0) {
      turn.state().nodes().forgive(leap);
    }
    var stale = turn.settings().heartbeatEvery().multipliedBy(STALE_BEATS);
    turn.state().nodes().distrustBefore(turn.now().minus(stale));
    List.copyOf(turn.state().nodes().all()).forEach(node -> look(turn, node));
    if (turn.state().queue().isDue(turn.now())) {
      turn.state().placementDue();
    }
    turn.state().tasks().delayOver(turn.now()).forEach(id -> wake(turn, id));
    turn.state().tasks().deadlinePassed(turn.now()).forEach(id -> expire(turn, id));
    return DONE;
  }

  private static void look(Turn turn, Node node) {
    turn.state().nodes().signs(node.id()).ifPresent(signs -> judge(turn, node, signs));
    if (node.schedulability() == Schedulability.DRAINING) {
      drain(turn, node);
    }
  }

  private static void judge(Turn turn, Node node, NodeSigns signs) {
    var settings = turn.settings();
    var silent = Duration.between(signs.heardAt(), turn.now());
    var closedFor =
        signs.closedAt().map(at -> Duration.between(at, turn.now())).orElse(Duration.ZERO);
    if (node.state() == NodeState.READY
        && (silent.compareTo(settings.suspectAfter()) >= 0
            || closedFor.compareTo(settings.heartbeatEvery()) >= 0)) {
      turn.emit(new NodeSuspected(node.id(), silent));
    } else if (node.state() == NodeState.SUSPECT
        && (silent.compareTo(settings.lostAfter()) >= 0
            || closedFor.compareTo(settings.goneAfter()) >= 0)) {
      turn.emit(new NodeLost(node.id(), silent));
      NodeDesk.orphanAll(
          turn, node.id(), "node %s silent for %d s".formatted(node.name(), silent.toSeconds()));
    }
  }

  private static void drain(Turn turn, Node node) {
    if (drained(turn, node.id())
        || node.drainBy().filter(by -> !turn.now().isBefore(by)).isEmpty()) {
      return;
    }
    for (var id : turn.state().nodes().leased(node.id())) {
      if (turn.state().tasks().find(id).orElseThrow().phase() instanceof Running running
          && running.stopping() == Stopping.NO) {
        var why = "%s drains and its time is over".formatted(node.name());
        turn.emit(new AttemptRecalled(running.attempt(), why));
        turn.act(new Effect.StopAttempt(running.node(), running.attempt(), why));
      }
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

  private static void wake(Turn turn, TaskId id) {
    if (turn.state().tasks().find(id).orElseThrow().phase() instanceof Until) {
      TaskDesk.settle(turn, id);
    }
  }

  private static void expire(Turn turn, TaskId id) {
    var task = turn.state().tasks().find(id).orElseThrow();
    var deadline = task.spec().deadline().orElseThrow();
    if (task.phase() instanceof Running running) {
      if (running.stopping() == Stopping.NO) {
        turn.emit(new DeadlinePassed(id, deadline));
        turn.act(new Effect.StopAttempt(running.node(), running.attempt(), "deadline passed"));
      }
    } else {
      turn.emit(new TaskFailed(id, "deadline %s passed".formatted(deadline)));
      TaskDesk.settleDependents(turn, id);
    }
  }
}
