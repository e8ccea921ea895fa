package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.MoveAgent;
import dev.godmode.kernel.Command.RestartAgent;
import dev.godmode.kernel.Command.StartAgent;
import dev.godmode.kernel.Command.StopAgent;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.After;
import dev.godmode.kernel.task.TaskPhase.Ended;
import dev.godmode.kernel.task.TaskPhase.Held;
import dev.godmode.kernel.task.TaskPhase.Queued;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Stopping;
import dev.godmode.kernel.task.TaskPhase.Stranded;
import dev.godmode.kernel.task.TaskPhase.Until;
import dev.godmode.kernel.task.TaskPhase.Waiting;
import dev.godmode.protocol.event.TaskEvent.AttemptRecalled;
import dev.godmode.protocol.event.TaskEvent.CancelRequested;
import dev.godmode.protocol.event.TaskEvent.HoldRequested;
import dev.godmode.protocol.event.TaskEvent.TaskApproved;
import dev.godmode.protocol.event.TaskEvent.TaskCancelled;
import dev.godmode.protocol.event.TaskEvent.TaskDelayed;
import dev.godmode.protocol.event.TaskEvent.TaskHeld;
import dev.godmode.protocol.event.TaskEvent.TaskPinned;
import dev.godmode.protocol.event.TaskEvent.TaskQueued;
import dev.godmode.protocol.event.TaskEvent.TaskReleased;
import dev.godmode.protocol.event.TaskEvent.TaskSubmitted;
import dev.godmode.protocol.event.TaskEvent.TaskWaiting;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Lifecycle;
import dev.godmode.protocol.task.Lifecycle.Burst;
import dev.godmode.protocol.task.Lifecycle.Persistent;
import dev.godmode.protocol.task.Lifecycle.Serving;
import dev.godmode.protocol.task.LossPolicy;
import dev.godmode.protocol.task.RetryPolicy;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.WaitingFor;
import dev.godmode.protocol.text.Spelling;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Persistent agents. Each is a task that is kept running: whatever its attempt ends by, another
 * follows on the same node, after a backoff, until a person stops it. When it ends too often a
 * person is asked instead.
 *
 * <p>So leases and fences, logs, explanations and the ledger are those of any task, and there is
 * one place that decides what becomes of an attempt's end: {@link #again}.
 */
final class AgentDesk {

  /** It leads to a folder's name on the node, and stands in commands. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private AgentDesk() {}

  static Reply start(Turn turn, StartAgent command) {
    var known = turn.state().tasks().kept(command.name());
    if (known.isPresent()) {
      return startAgain(turn, known.get(), command);
    }
    var profile = turn.state().fleet().agent(command.type());
    if (profile.isEmpty()) {
      return refused(
          Code.NOT_FOUND,
          "there is no agent '%s'%s: add agents/%s.yaml to the workspace",
          command.type(),
          Spelling.hint(command.type(), turn.state().fleet().agents().keySet()),
          command.type());
    }
    if (!isKept(profile.get())) {
      return refused(
          Code.INVALID,
          "agent '%s' ends with its task: write 'lifecycle: persistent' into agents/%s.yaml",
          command.type(),
          command.type());
    }
    var misnamed = ServingDesk.misnamed(profile.get(), command.name());
    if (misnamed.isPresent()) {
      return misnamed.get();
    }
    if (!NAME.matcher(command.name()).matches()) {
      return refused(
          Code.INVALID,
          "an agent's name has letters, digits, '.', '_' and '-', at most 64; was '%s'",
          command.name());
    }
    if (command.node().isPresent() && member(turn.state(), command.node().get()).isEmpty()) {
      return noNode(turn.state(), command.node().get());
    }
    var node = command.node().or(() -> home(profile.get()));
    turn.emit(new TaskSubmitted(command.task(), spec(command, node), List.of()));
    TaskDesk.settle(turn, command.task());
    return DONE;
  }

  /** What keeps an agent running goes before all else, so that it finds its slot free again. */
  private static TaskSpec spec(StartAgent command, Optional<String> node) {
    return TaskSpec.named(command.name())
        .agentType(command.type())
        .priority(TaskSpec.PRIORITY_MAX)
        .demand(Demand.NONE.on(node))
        .keep(Optional.of(command.name()))
        .build();
  }

  private static Reply startAgain(Turn turn, Task task, StartAgent command) {
    var name = command.name();
    if (!task.spec().agentType().equals(command.type())) {
      return refused(
          Code.CONFLICT, "'%s' is an agent of type %s already", name, task.spec().agentType());
    }
    var home = task.spec().demand().node();
    if (command.node().isPresent() && !command.node().equals(home)) {
      return refused(
          Code.CONFLICT,
          "%s lives on %s: gm agent move %s %s",
          name,
          home.orElse("any node"),
          name,
          command.node().get());
    }
    return task.phase() instanceof Held || task.phase() instanceof Waiting
        ? goOn(turn, task, "started by the owner")
        : DONE;
  }

  static Reply stop(Turn turn, StopAgent command) {
    return agent(
        turn,
        command.name(),
        task -> {
          switch (task.phase()) {
            case Running running -> {
              turn.emit(new HoldRequested(task.id(), command.reason()));
              Losses.stop(turn, running, command.reason());
            }
            case Stranded stranded -> {
              turn.emit(new HoldRequested(task.id(), command.reason()));
              Losses.stop(turn, stranded.lease(), command.reason());
            }
            case Held _, Ended _ -> {}
            case After _, Until _, Queued _, Waiting _ ->
                turn.emit(new TaskHeld(task.id(), command.reason()));
          }
          return DONE;
        });
  }

  static Reply restart(Turn turn, RestartAgent command) {
    return agent(turn, command.name(), task -> goOn(turn, task, command.reason()));
  }

  /** Whatever it waits for, it is started; when it runs, it is started again. */
  private static Reply goOn(Turn turn, Task task, String reason) {
    switch (task.phase()) {
      case Running running -> recall(turn, running, reason);
      case Stranded stranded -> {
        return Losses.move(turn, task, stranded, reason);
      }
      case Held _ -> {
        turn.emit(new TaskReleased(task.id()));
        TaskDesk.settle(turn, task.id());
      }
      case Waiting _ -> {
        turn.emit(new TaskApproved(task.id(), reason));
        TaskDesk.settle(turn, task.id());
      }
      case Until _ -> TaskDesk.settle(turn, task.id());
      case After _, Queued _, Ended _ -> {}
    }
    return DONE;
  }

  private static void recall(Turn turn, Running running, String reason) {
    if (running.stopping() == Stopping.NO) {
      turn.emit(new AttemptRecalled(running.attempt(), reason));
      Losses.stop(turn, running, reason);
    }
  }

  static Reply move(Turn turn, MoveAgent command) {
    return agent(
        turn,
        command.name(),
        task -> {
          var node = member(turn.state(), command.node());
          return node.isEmpty()
              ? noNode(turn.state(), command.node())
              : move(turn, task, node.get(), "moved to %s by the owner".formatted(command.node()));
        });
  }

  private static Reply move(Turn turn, Task task, Node node, String reason) {
    if (!task.spec().demand().node().equals(Optional.of(node.name()))) {
      turn.emit(new TaskPinned(task.id(), Optional.of(node.name()), reason));
    }
    task.phase()
        .held()
        .filter(lease -> !lease.node().equals(node.id()))
        .ifPresent(lease -> recall(turn, lease, reason));
    return DONE;
  }

  /** Profiles have changed: agents whose type is gone end, others are started anew with it. */
  static void follow(Turn turn, Map<String, AgentProfile> before) {
    for (var task : turn.state().tasks().kept()) {
      var type = task.spec().agentType();
      var now = turn.state().fleet().agent(type).filter(AgentDesk::isKept);
      var old = Optional.ofNullable(before.get(type));
      if (now.isEmpty() || ServingDesk.changes(now.get(), old)) {
        retire(turn, task, "agents/%s.yaml does not keep it any more".formatted(type));
      } else if (!now.equals(old)) {
        follow(turn, task, now.get(), old);
      }
    }
  }

  private static void follow(
      Turn turn, Task task, AgentProfile now, Optional<AgentProfile> before) {
    var home = home(now);
    if (home.isPresent()
        && !home.equals(before.flatMap(AgentDesk::home))
        && member(turn.state(), home.get()).isPresent()) {
      var node = member(turn.state(), home.get()).get();
      move(turn, task, node, "agents/%s.yaml says so".formatted(now.type()));
    }
    var moved = turn.state().tasks().find(task.id()).orElseThrow();
    if (moved.phase() instanceof Running running
        && before
            .filter(old -> LeaseDesk.runsAlike(moved, old, now, running.attempt()))
            .isEmpty()) {
      recall(turn, running, "agents/%s.yaml has changed".formatted(now.type()));
    }
  }

  private static Optional<String> home(AgentProfile profile) {
    return profile.lifecycle() instanceof Persistent persistent
        ? persistent.node()
        : Optional.empty();
  }

  /** It ends for good; what is ending already is told nothing more. */
  static void retire(Turn turn, Task task, String reason) {
    var held = task.phase().held();
    if (held.filter(lease -> lease.stopping() == Stopping.CANCEL).isPresent()) {
      return;
    }
    if (held.isPresent()) {
      turn.emit(new CancelRequested(task.id(), reason));
      Losses.stop(turn, held.get(), reason);
    } else {
      turn.emit(new TaskCancelled(task.id(), reason));
      TaskDesk.settleDependents(turn, task.id());
    }
  }

  /** Types that are to be kept running and have no agent of their own name yet. */
  static List<String> missing(State state) {
    return state.fleet().agents().values().stream()
        .filter(profile -> profile.lifecycle() instanceof Persistent)
        .map(AgentProfile::type)
        .filter(type -> state.tasks().kept(type).isEmpty())
        .sorted()
        .toList();
  }

  private static boolean isKept(AgentProfile profile) {
    return switch (profile.lifecycle()) {
      case Persistent _, Serving _ -> true;
      case Burst _ -> false;
    };
  }

  /** The node it got first is the one it stays on; a server of models has nothing to stay for. */
  static void settledOn(Turn turn, Task task, Node node) {
    if (task.spec().keep().isPresent()
        && task.spec().demand().node().isEmpty()
        && !ServingDesk.isServer(turn.state(), task)) {
      turn.emit(
          new TaskPinned(task.id(), Optional.of(node.name()), "placement chose it, it stays"));
    }
  }

  /** Its attempt ended and nobody had asked for that. */
  static void again(Turn turn, Task task, AttemptReport report, String reason) {
    if (task.counts(report)) {
      againAfterBackoff(turn, task, reason);
      return;
    }
    if (report.ending() == Ending.ORPHANED) {
      unpin(turn, task);
    }
    turn.emit(new TaskQueued(task.id(), reason));
  }

  private static void againAfterBackoff(Turn turn, Task task, String reason) {
    var profile = turn.state().fleet().agent(task.spec().agentType());
    var terms =
        profile.map(AgentProfile::lifecycle).orElse(Lifecycle.BURST) instanceof Persistent own
            ? own
            : Persistent.DEFAULT;
    var ends = task.endsSince(turn.now().minus(terms.restartWindow()));
    if (ends > terms.restartsMax()) {
      turn.emit(
          new TaskWaiting(
              task.id(),
              WaitingFor.RESTART,
              "Its program ended %d times within %d s, the last time: %s. Mend it, then: gm agent restart %s"
                  .formatted(
                      ends,
                      terms.restartWindow().toSeconds(),
                      reason,
                      task.spec().keep().orElseThrow())));
      return;
    }
    var backoff = profile.map(AgentProfile::retry).orElse(RetryPolicy.DEFAULT).backoffAfter(ends);
    turn.emit(new TaskDelayed(task.id(), turn.now().plus(backoff), reason));
  }

  /** Its node is lost: if it may live elsewhere, it goes; else it waits for its node. */
  private static void unpin(Turn turn, Task task) {
    var profile = turn.state().fleet().agent(task.spec().agentType());
    var moves = profile.filter(own -> own.loss().action() == LossPolicy.Action.MOVE).isPresent();
    var node = task.spec().demand().node();
    var lost =
        node.flatMap(name -> member(turn.state(), name))
            .filter(home -> home.state() == NodeState.LOST)
            .isPresent();
    if (moves && lost && profile.flatMap(AgentDesk::home).isEmpty()) {
      turn.emit(new TaskPinned(task.id(), Optional.empty(), "its node is lost, and it may move"));
    }
  }

  /** A person moves it away from its lost node: it may live anywhere, unless its profile says. */
  static void release(Turn turn, Task task) {
    var home = turn.state().fleet().agent(task.spec().agentType()).flatMap(AgentDesk::home);
    if (task.spec().demand().node().isPresent() && home.isEmpty()) {
      turn.emit(new TaskPinned(task.id(), Optional.empty(), "its node is lost, and it may move"));
    }
  }

  private static Optional<Node> member(State state, String name) {
    return state.nodes().all().stream()
        .filter(node -> node.name().equals(name) && node.state() != NodeState.REMOVED)
        .findFirst();
  }

  private static Reply noNode(State state, String name) {
    var names =
        state.nodes().all().stream()
            .filter(node -> node.state() != NodeState.REMOVED)
            .map(Node::name)
            .toList();
    return refused(
        Code.NOT_FOUND,
        "there is no node '%s'%s; gm nodes lists them",
        name,
        Spelling.hint(name, names));
  }

  private static Reply agent(Turn turn, String name, Function<Task, Reply> act) {
    var task = turn.state().tasks().kept(name);
    if (task.isEmpty()) {
      var names =
          turn.state().tasks().kept().stream()
              .flatMap(kept -> kept.spec().keep().stream())
              .toList();
      return refused(
          Code.NOT_FOUND,
          "there is no persistent agent '%s'%s; gm agents lists them",
          name,
          Spelling.hint(name, names));
    }
    return act.apply(task.get());
  }
}
