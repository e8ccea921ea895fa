package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeSigns;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.Missing;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Stopping;
import dev.godmode.kernel.task.TaskPhase.Stranded;
import dev.godmode.protocol.event.NodeEvent.NodeLost;
import dev.godmode.protocol.event.TaskEvent.AttemptMissing;
import dev.godmode.protocol.event.TaskEvent.AttemptRecalled;
import dev.godmode.protocol.event.TaskEvent.AttemptRejoined;
import dev.godmode.protocol.event.TaskEvent.TaskApproved;
import dev.godmode.protocol.event.TaskEvent.TaskWaiting;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.LossPolicy;
import dev.godmode.protocol.task.WaitingFor;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a lost node means for what it ran, by the loss policy of each agent.
 *
 * <p>What moves is orphaned at once. What waits keeps its lease: when the node comes back with it,
 * it goes on under the same fence; when its patience is over a person is asked, and only a yes ends
 * the fence. So however it ends, two copies never both count.
 */
final class Losses {

  private Losses() {}

  /** A node is lost: each of its attempts moves or waits. */
  static void lose(Turn turn, Node node, String how) {
    var silent =
        turn.state()
            .nodes()
            .signs(node.id())
            .map(NodeSigns::heardAt)
            .map(at -> Duration.between(at, turn.now()))
            .orElse(Duration.ZERO);
    turn.emit(new NodeLost(node.id(), silent));
    var reason =
        "node %s silent for %d s%s"
            .formatted(node.name(), silent.toSeconds(), how.isEmpty() ? "" : ", " + how);
    for (var id : turn.state().nodes().leased(node.id())) {
      var task = turn.state().tasks().find(id).orElseThrow();
      task.phase().held().ifPresent(lease -> lose(turn, task, lease, reason));
    }
  }

  private static void lose(Turn turn, Task task, Running lease, String reason) {
    var policy = policy(turn, task);
    // What was told to stop has nothing to wait for.
    if (lease.stopping() != Stopping.NO) {
      LeaseDesk.orphan(turn, lease, reason);
      return;
    }
    switch (policy.action()) {
      case MOVE -> LeaseDesk.orphan(turn, lease, reason);
      case WAIT -> {
        // It asks again when it is back.
        QuestionDesk.drop(turn, lease, reason);
        turn.emit(new AttemptMissing(lease.attempt(), turn.now().plus(policy.patience())));
      }
    }
  }

  static LossPolicy policy(Turn turn, Task task) {
    return turn.state()
        .fleet()
        .agent(task.spec().agentType())
        .map(AgentProfile::loss)
        .orElse(LossPolicy.MOVE_AT_ONCE);
  }

  /** Asks about what has waited for its lost node as long as it may. */
  static void look(Turn turn, Node node) {
    if (node.state() != NodeState.LOST || turn.state().nodes().leasedCount(node.id()) == 0) {
      return;
    }
    for (var id : turn.state().nodes().leased(node.id())) {
      if (turn.state().tasks().find(id).orElseThrow().phase() instanceof Running lease) {
        lease
            .missing()
            .filter(missing -> !turn.now().isBefore(missing.until()))
            .ifPresent(missing -> ask(turn, node, lease, missing));
      }
    }
  }

  private static void ask(Turn turn, Node node, Running lease, Missing missing) {
    if (lease.stopping() != Stopping.NO) {
      LeaseDesk.orphan(turn, lease, lease.why());
      return;
    }
    var question =
        "%s has been lost since %s with this. Approve to move it: what it did there is lost. Or leave it: it goes on when %s is back."
            .formatted(node.name(), missing.since(), node.name());
    turn.emit(new TaskWaiting(lease.attempt().task(), WaitingFor.NODE, question));
  }

  /** A person says that it shall move: its fence ends, and it is placed anew. */
  static Reply move(Turn turn, Task task, Stranded stranded, String note) {
    LeaseDesk.giveUp(turn, stranded.lease(), "moved by a person: " + note);
    if (task.spec().keep().isPresent()) {
      AgentDesk.release(turn, task);
    }
    turn.emit(new TaskApproved(task.id(), note));
    TaskDesk.settle(turn, task.id());
    return DONE;
  }

  /** A lost node is heard again: what it still has goes on as if nothing had happened. */
  static void rejoin(Turn turn, NodeId node, List<AttemptKey> running) {
    var has = Set.copyOf(running);
    for (var id : turn.state().nodes().leased(node)) {
      var task = turn.state().tasks().find(id).orElseThrow();
      task.phase()
          .held()
          .filter(lease -> has.contains(lease.attempt()))
          .ifPresent(lease -> rejoin(turn, lease));
    }
  }

  /** Whoever holds it has spoken: it is not missing. */
  static void rejoin(Turn turn, Running lease) {
    if (lease.missing().isEmpty()) {
      return;
    }
    turn.emit(new AttemptRejoined(lease.attempt()));
    if (lease.stopping() == Stopping.NO) {
      turn.state()
          .fleet()
          .stopped()
          .ifPresent(
              why -> {
                turn.emit(new AttemptRecalled(lease.attempt(), why));
                turn.act(new Effect.StopAttempt(lease.node(), lease.attempt(), why));
              });
    }
  }

  /** Ends what is to stop: by telling its node, or at once where the node is lost. */
  static void stop(Turn turn, Running lease, String why) {
    if (!endMissing(turn, lease, why)) {
      turn.act(new Effect.StopAttempt(lease.node(), lease.attempt(), why));
    }
  }

  /** What is to stop anyway does not wait for a node that cannot be told. */
  private static boolean endMissing(Turn turn, Running lease, String why) {
    if (lease.missing().isPresent()) {
      LeaseDesk.orphan(turn, held(turn, lease), why);
      return true;
    }
    return false;
  }

  private static Running held(Turn turn, Running lease) {
    return turn.state()
        .tasks()
        .find(lease.attempt().task())
        .flatMap(task -> task.phase().held())
        .orElse(lease);
  }

  static Reply refuseWhileStranded(Task task) {
    return refused(
        Code.CONFLICT,
        "task %s is leased to a node that is lost: gm task approve %s moves it, or cancel it",
        task.id(),
        task.id());
  }
}
