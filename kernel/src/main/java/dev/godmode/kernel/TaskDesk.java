package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.AmendTask;
import dev.godmode.kernel.Command.ApproveTask;
import dev.godmode.kernel.Command.CancelTask;
import dev.godmode.kernel.Command.ForgetTasks;
import dev.godmode.kernel.Command.HoldTask;
import dev.godmode.kernel.Command.RecordTask;
import dev.godmode.kernel.Command.ReleaseTask;
import dev.godmode.kernel.Command.RetryTask;
import dev.godmode.kernel.Command.SubmitTask;
import dev.godmode.kernel.Command.SubmitWaiting;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.After;
import dev.godmode.kernel.task.TaskPhase.Held;
import dev.godmode.kernel.task.TaskPhase.Queued;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Stranded;
import dev.godmode.kernel.task.TaskPhase.Until;
import dev.godmode.kernel.task.TaskPhase.Waiting;
import dev.godmode.protocol.event.TaskEvent.CancelRequested;
import dev.godmode.protocol.event.TaskEvent.TaskAmended;
import dev.godmode.protocol.event.TaskEvent.TaskApproved;
import dev.godmode.protocol.event.TaskEvent.TaskCancelled;
import dev.godmode.protocol.event.TaskEvent.TaskHeld;
import dev.godmode.protocol.event.TaskEvent.TaskQueued;
import dev.godmode.protocol.event.TaskEvent.TaskRecorded;
import dev.godmode.protocol.event.TaskEvent.TaskReleased;
import dev.godmode.protocol.event.TaskEvent.TaskRevived;
import dev.godmode.protocol.event.TaskEvent.TaskSubmitted;
import dev.godmode.protocol.event.TaskEvent.TaskWaiting;
import dev.godmode.protocol.task.EndedDependency;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.WaitingFor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What people and the roadmap ask of tasks. */
final class TaskDesk {

  private static final String MAY_IT_RUN = "May it run? It was submitted to ask first.";
  private static final String HELD_AT_SUBMISSION = "held by whoever submitted it";

  private TaskDesk() {}

  static Reply submit(Turn turn, SubmitTask command) {
    return enter(turn, command.task(), command.spec(), command.ended(), Optional.empty());
  }

  static Reply submitWaiting(Turn turn, SubmitWaiting command) {
    return enter(
        turn, command.task(), command.spec(), command.ended(), Optional.of(command.question()));
  }

  private static Reply enter(
      Turn turn, TaskId id, TaskSpec spec, List<EndedDependency> hints, Optional<String> question) {
    var known = turn.state().tasks().find(id);
    if (known.isPresent()) {
      return known.get().spec().equals(spec)
          ? DONE
          : refused(Code.CONFLICT, "task %s exists already and asks for something else", id);
    }
    var misspelt = SpecCheck.problem(spec);
    if (misspelt.isPresent()) {
      return refused(Code.INVALID, "%s", misspelt.get());
    }
    var ended = endedDependencies(turn, spec, hints);
    var unknown = unknown(turn, spec, ended);
    if (unknown.isPresent()) {
      return unknown.get();
    }
    turn.emit(new TaskSubmitted(id, spec, ended));
    if (question.isPresent()) {
      turn.emit(new TaskWaiting(id, WaitingFor.PERSON, question.get()));
    } else if (spec.held()) {
      turn.emit(new TaskHeld(id, HELD_AT_SUBMISSION));
    } else {
      settle(turn, id);
    }
    return DONE;
  }

  /** What the kernel holds of ended dependencies, and else what the caller knows. */
  private static List<EndedDependency> endedDependencies(
      Turn turn, TaskSpec spec, List<EndedDependency> hints) {
    Map<TaskId, EndedDependency> ended = new HashMap<>();
    hints.stream()
        .filter(hint -> spec.after().contains(hint.task()))
        .forEach(hint -> ended.put(hint.task(), hint));
    for (var id : spec.after()) {
      turn.state()
          .tasks()
          .find(id)
          .ifPresent(
              task -> {
                ended.remove(id);
                if (task.state().isTerminal()) {
                  ended.put(id, task.asDependency());
                }
              });
    }
    return List.copyOf(ended.values());
  }

  private static Optional<Reply> unknown(Turn turn, TaskSpec spec, List<EndedDependency> ended) {
    return spec.after().stream()
        .filter(id -> turn.state().tasks().find(id).isEmpty())
        .filter(id -> ended.stream().noneMatch(dependency -> dependency.task().equals(id)))
        .sorted()
        .findFirst()
        .map(id -> refused(Code.DEPENDENCY_UNKNOWN, "there is no task %s to come after", id));
  }

  static Reply record(Turn turn, RecordTask command) {
    if (!command.state().isTerminal()) {
      return refused(
          Code.INVALID, "only a task that has ended can be recorded, not %s", command.state());
    }
    if (turn.state().tasks().find(command.task()).isEmpty()) {
      turn.emit(
          new TaskRecorded(
              command.task(),
              command.spec(),
              command.state(),
              command.attempts(),
              command.result(),
              command.reason()));
    }
    return DONE;
  }

  /**
   * Moves a pending task on as far as nothing is missing: its dependencies, the autopilot, a
   * person's yes.
   */
  static void settle(Turn turn, TaskId id) {
    var task = turn.state().tasks().find(id).orElseThrow();
    var failed = task.failedDependencies();
    var open = task.unsatisfied();
    failed.forEach(dependency -> open.remove(dependency.task()));
    if (task.spec().roadmapKey().isPresent() && !turn.state().fleet().autopilot()) {
      turn.emit(new TaskHeld(id, Held.AUTOPILOT_OFF));
    } else if (!failed.isEmpty() && !task.approved()) {
      turn.emit(new TaskWaiting(id, WaitingFor.DEPENDENCY, question(failed)));
    } else if (!open.isEmpty()) {
      return;
    } else if (task.spec().approval() && !task.approved()) {
      turn.emit(new TaskWaiting(id, WaitingFor.APPROVAL, MAY_IT_RUN));
    } else {
      turn.emit(new TaskQueued(id, ""));
    }
  }

  private static String question(List<EndedDependency> failed) {
    var names =
        failed.stream()
            .map(dependency -> "%s %s".formatted(dependency.label(), word(dependency)))
            .toList();
    return "It comes after %s. Retry that, approve to go on without, or cancel."
        .formatted(String.join(" and ", names));
  }

  private static String word(EndedDependency dependency) {
    return switch (dependency.state()) {
      case FAILED -> "which failed";
      case CANCELLED -> "which was cancelled";
      case SUCCEEDED, UNVERIFIED, PENDING, QUEUED, RUNNING, WAITING -> "which did not end well";
    };
  }

  /** After a task ended: those that come after it may go on, or must ask. */
  static void settleDependents(Turn turn, TaskId ended) {
    for (var id : turn.state().tasks().dependents(ended)) {
      var dependent = turn.state().tasks().find(id).orElseThrow();
      switch (dependent.phase()) {
        case After _ -> settle(turn, id);
        case Waiting(var what, _, _) when what == WaitingFor.DEPENDENCY -> mended(turn, dependent);
        default -> {}
      }
    }
  }

  /**
   * It waited because of a dependency: when all have ended well after all, it goes on by itself.
   */
  private static void mended(Turn turn, Task task) {
    if (!task.unsatisfied().isEmpty()) {
      return;
    }
    if (task.spec().approval()) {
      turn.emit(new TaskWaiting(task.id(), WaitingFor.APPROVAL, MAY_IT_RUN));
    } else {
      turn.emit(new TaskQueued(task.id(), "what it comes after ended well after all"));
    }
  }

  static Reply amend(Turn turn, AmendTask command) {
    return live(
        turn,
        command.task(),
        task -> {
          if (task.phase() instanceof Stranded) {
            return Losses.refuseWhileStranded(task);
          }
          if (task.phase() instanceof Running) {
            return refused(
                Code.CONFLICT, "task %s runs; change it when the attempt is over", task.id());
          }
          var misspelt = SpecCheck.problem(command.spec());
          if (misspelt.isPresent()) {
            return refused(Code.INVALID, "%s", misspelt.get());
          }
          var circle = DependencyCircle.through(turn.state().tasks(), task.id(), command.spec());
          if (!circle.isEmpty()) {
            return refused(
                Code.INVALID, "that would be a circle: %s", DependencyCircle.words(circle));
          }
          var ended = endedDependencies(turn, command.spec(), command.ended());
          var unknown = unknown(turn, command.spec(), ended);
          if (unknown.isPresent()) {
            return unknown.get();
          }
          turn.emit(new TaskAmended(task.id(), command.spec(), ended));
          settleAmended(turn, turn.state().tasks().find(task.id()).orElseThrow());
          return DONE;
        });
  }

  /** Nothing may be missing any more; or something may be, though it had a place in the queue. */
  private static void settleAmended(Turn turn, Task task) {
    if (task.phase() instanceof Queued && isAmiss(task)) {
      settleAnew(turn, task.id(), "what is asked for has changed");
    } else if (task.phase() instanceof After) {
      settle(turn, task.id());
    }
  }

  /** Whether it may not go on as it is: it comes after others, or a person is to say yes. */
  static boolean isAmiss(Task task) {
    return !task.approved() && (!task.unsatisfied().isEmpty() || task.spec().approval());
  }

  /** It waits for what it is missing, wherever it stood. */
  static void settleAnew(Turn turn, TaskId task, String reason) {
    turn.emit(new TaskHeld(task, reason));
    turn.emit(new TaskReleased(task));
    settle(turn, task);
  }

  static Reply cancel(Turn turn, CancelTask command) {
    return live(
        turn,
        command.task(),
        task -> {
          if (task.spec().keep().isPresent()) {
            return refused(
                Code.CONFLICT,
                "task %s is a persistent agent: gm agent stop %s",
                task.id(),
                task.spec().keep().get());
          }
          var held = task.phase().held();
          if (held.isPresent()) {
            var lease = held.get();
            turn.emit(new CancelRequested(task.id(), command.reason()));
            Losses.stop(turn, lease, command.reason());
          } else {
            turn.emit(new TaskCancelled(task.id(), command.reason()));
            settleDependents(turn, task.id());
          }
          return DONE;
        });
  }

  static Reply retry(Turn turn, RetryTask command) {
    var known = turn.state().tasks().find(command.task());
    if (known.isPresent() && !known.get().state().isTerminal()) {
      return retryLive(turn, known.get());
    }
    var spec = command.spec();
    var hints = new ArrayList<>(command.ended());
    known.ifPresent(task -> hints.addAll(task.ended()));
    var ended = endedDependencies(turn, spec, hints);
    var unknown = unknown(turn, spec, ended);
    if (unknown.isPresent()) {
      return unknown.get();
    }
    var made = known.map(Task::attemptsMade).orElse(command.attemptsMade());
    turn.emit(new TaskRevived(command.task(), spec, made, ended));
    settle(turn, command.task());
    return DONE;
  }

  private static Reply retryLive(Turn turn, Task task) {
    return switch (task.phase()) {
      case Until _ -> {
        settle(turn, task.id());
        yield DONE;
      }
      case Held _ ->
          refused(Code.CONFLICT, "task %s is held: gm task release %s", task.id(), task.id());
      case Waiting _ ->
          refused(
              Code.CONFLICT,
              "task %s waits for a person: gm task approve %s, or cancel it",
              task.id(),
              task.id());
      case Stranded _ -> Losses.refuseWhileStranded(task);
      default -> refused(Code.CONFLICT, "task %s is on its way already", task.id());
    };
  }

  static Reply approve(Turn turn, ApproveTask command) {
    return live(
        turn,
        command.task(),
        task -> {
          if (task.phase() instanceof Stranded stranded) {
            return Losses.move(turn, task, stranded, command.note());
          }
          if (task.phase() instanceof Running lease && lease.asks().isPresent()) {
            return refused(
                Code.CONFLICT,
                "its program asks: look at what it asks and answer that, gm task answer %s",
                task.id());
          }
          if (!(task.phase() instanceof Waiting)) {
            return refused(Code.CONFLICT, "task %s does not wait for a person", task.id());
          }
          turn.emit(new TaskApproved(task.id(), command.note()));
          settle(turn, task.id());
          return DONE;
        });
  }

  static Reply hold(Turn turn, HoldTask command) {
    return live(
        turn,
        command.task(),
        task -> {
          if (task.phase() instanceof Stranded) {
            return Losses.refuseWhileStranded(task);
          }
          if (task.phase() instanceof Running) {
            return refused(Code.CONFLICT, "task %s runs; cancel it to stop it", task.id());
          }
          if (!(task.phase() instanceof Held)) {
            turn.emit(new TaskHeld(task.id(), command.reason()));
          }
          return DONE;
        });
  }

  static Reply release(Turn turn, ReleaseTask command) {
    return live(
        turn,
        command.task(),
        task -> {
          if (!(task.phase() instanceof Held)) {
            return refused(Code.CONFLICT, "task %s is not held", task.id());
          }
          turn.emit(new TaskReleased(task.id()));
          settle(turn, task.id());
          return DONE;
        });
  }

  static Reply forget(Turn turn, ForgetTasks command) {
    turn.state().forget(command.tasks());
    return DONE;
  }

  private static Reply live(Turn turn, TaskId id, Function<Task, Reply> act) {
    var task = turn.state().tasks().find(id);
    if (task.isEmpty()) {
      return refused(Code.NOT_FOUND, "there is no live task %s", id);
    }
    return task.get().state().isTerminal()
        ? refused(
            Code.CONFLICT,
            "task %s has ended: %s",
            id,
            task.get().state().name().toLowerCase(Locale.ROOT))
        : act.apply(task.get());
  }
}
