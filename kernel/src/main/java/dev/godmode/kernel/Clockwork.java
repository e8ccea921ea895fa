package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeSigns;
import dev.godmode.kernel.task.TaskPhase.Stopping;
import dev.godmode.kernel.task.TaskPhase.Until;
import dev.godmode.protocol.event.NodeEvent.NodeSuspected;
import dev.godmode.protocol.event.TaskEvent.DeadlinePassed;
import dev.godmode.protocol.event.TaskEvent.TaskFailed;
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
    SilenceBrake.look(turn);
    MassCut.look(turn);
    BreakerDesk.look(turn);
    List.copyOf(turn.state().nodes().all()).forEach(node -> look(turn, node));
    if (turn.state().queue().isDue(turn.now())) {
      turn.state().placementDue();
    }
    turn.state().tasks().delayOver(turn.now()).forEach(id -> wake(turn, id));
    ProposalDesk.look(turn);
    QuestionDesk.look(turn);
    turn.state().tasks().deadlinePassed(turn.now()).forEach(id -> expire(turn, id));
    return DONE;
  }

  private static void look(Turn turn, Node node) {
    turn.state().nodes().signs(node.id()).ifPresent(signs -> judge(turn, node, signs));
    Losses.look(turn, node);
    if (node.schedulability() == Schedulability.DRAINING) {
      Drains.look(turn, node);
    }
  }

  private static void judge(Turn turn, Node node, NodeSigns signs) {
    var settings = turn.settings();
    var silent = signs.silence(turn.now());
    if (node.state() == NodeState.READY
        && (silent.compareTo(settings.suspectAfter()) >= 0
            || signs.closedFor(turn.now()).compareTo(settings.heartbeatEvery()) >= 0)) {
      turn.emit(new NodeSuspected(node.id(), silent));
    } else if (node.state() == NodeState.SUSPECT
        && turn.state().fleet().freeze().isEmpty()
        && MassCut.isGone(turn, signs)) {
      Losses.lose(turn, node, "");
    }
  }

  private static void wake(Turn turn, TaskId id) {
    if (turn.state().tasks().find(id).orElseThrow().phase() instanceof Until) {
      TaskDesk.settle(turn, id);
    }
  }

  private static void expire(Turn turn, TaskId id) {
    var task = turn.state().tasks().find(id).orElseThrow();
    var deadline = task.spec().deadline().orElseThrow();
    var held = task.phase().held();
    if (held.isPresent()) {
      var lease = held.get();
      if (lease.stopping() == Stopping.NO) {
        turn.emit(new DeadlinePassed(id, deadline));
        Losses.stop(turn, lease, "deadline passed");
      }
    } else {
      turn.emit(new TaskFailed(id, "deadline %s passed".formatted(deadline)));
      TaskDesk.settleDependents(turn, id);
    }
  }
}
