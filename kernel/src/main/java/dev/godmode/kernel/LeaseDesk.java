package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.EndAttempt;
import dev.godmode.kernel.Command.NoteProgress;
import dev.godmode.kernel.Command.StartAttempt;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.placement.GpuVariables;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Stopping;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.event.TaskEvent.AttemptMoving;
import dev.godmode.protocol.event.TaskEvent.AttemptStarted;
import dev.godmode.protocol.event.TaskEvent.AttemptStuck;
import dev.godmode.protocol.event.TaskEvent.ReportRefused;
import dev.godmode.protocol.event.TaskEvent.TaskCancelled;
import dev.godmode.protocol.event.TaskEvent.TaskFailed;
import dev.godmode.protocol.event.TaskEvent.TaskHeld;
import dev.godmode.protocol.event.TaskEvent.TaskQueued;
import dev.godmode.protocol.event.TaskEvent.TaskSucceeded;
import dev.godmode.protocol.event.TaskEvent.TaskUnverified;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AgentDriver;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Allotment;
import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Check;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Lifecycle.Serving;
import dev.godmode.protocol.task.Limits;
import dev.godmode.protocol.task.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leases: given by placement, ended by a report under their fence, taken back when a node is lost.
 *
 * <p>A lease lives from {@link AttemptLeased} until the task leaves its running phase. A report
 * under any other fence is refused and kept for the record: whoever sent it had lost the lease.
 */
final class LeaseDesk {

  private LeaseDesk() {}

  /** Sends the assignment of a live lease, for the first time or again. */
  static void dispatch(Turn turn, NodeId node, AttemptKey key) {
    var task = turn.state().tasks().find(key.task()).orElseThrow();
    turn.state()
        .fleet()
        .agent(task.spec().agentType())
        .ifPresent(
            profile -> {
              var gpus = gpus(turn.state(), node, task, key);
              turn.act(new Effect.Dispatch(node, assignment(task, profile, key, gpus)));
            });
  }

  /** The variables that show a program no graphics processors but its own. */
  private static Map<String, String> gpus(State state, NodeId node, Task task, AttemptKey key) {
    var own = task.attempt(key).flatMap(Attempt::allotment).map(Allotment::gpus).orElse(List.of());
    if (own.isEmpty()) {
      return Map.of();
    }
    var vendor =
        state
            .nodes()
            .find(node)
            .flatMap(Node::inventory)
            .filter(found -> found.gpus().size() > own.getFirst())
            .map(found -> found.gpus().get(own.getFirst()).vendor())
            .orElse("");
    return GpuVariables.of(vendor, own);
  }

  private static Assignment assignment(
      Task task, AgentProfile profile, AttemptKey key, Map<String, String> gpus) {
    var spec = task.spec();
    var checks = new ArrayList<Check>(spec.checks());
    checks.addAll(profile.checks());
    var env = new HashMap<>(profile.env());
    env.putAll(spec.env());
    env.putAll(gpus);
    var goal =
        profile.guardrails().isBlank()
            ? spec.goal()
            : profile.guardrails().strip() + "\n\n" + spec.goal();
    return new Assignment(
        key,
        spec.name(),
        goal,
        spec.agentType(),
        profile.driver(),
        command(spec, profile),
        checks,
        limits(profile, spec.timeout()),
        env,
        Inputs.of(task.ended()),
        profile.container(),
        spec.keep(),
        profile.terms(),
        spec.source(),
        profile.lifecycle() instanceof Serving(var models, _) ? models : List.of());
  }

  /** A program that is spoken to is its agent's, whatever a task brings. */
  private static List<String> command(TaskSpec spec, AgentProfile profile) {
    var own =
        !spec.command().isEmpty()
            && AgentDriver.of(profile.driver()).filter(AgentDriver::speaks).isEmpty();
    return own ? spec.command() : profile.command();
  }

  /** Whether its attempt would be the same by one profile and by another. */
  static boolean runsAlike(Task task, AgentProfile one, AgentProfile other, AttemptKey key) {
    return assignment(task, one, key, Map.of()).equals(assignment(task, other, key, Map.of()));
  }

  private static Limits limits(AgentProfile profile, Optional<Duration> timeout) {
    return timeout.map(profile.limits()::withTimeout).orElse(profile.limits());
  }

  static Reply start(Turn turn, StartAttempt command) {
    var lease = live(turn.state(), command.node(), command.attempt());
    if (lease.isPresent()) {
      Losses.rejoin(turn, lease.get());
      var attempt =
          turn.state()
              .tasks()
              .find(command.attempt().task())
              .flatMap(task -> task.attempt(command.attempt()));
      if (attempt.isPresent() && attempt.get().startedAt().isEmpty()) {
        var given = command.documents().filter(turn.state().fleet().canon()::mayHaveBeen);
        turn.emit(new AttemptStarted(command.attempt(), given));
      }
    } else {
      turn.act(fence(command.node(), command.attempt()));
    }
    return DONE;
  }

  static Reply note(Turn turn, NoteProgress command) {
    live(turn.state(), command.node(), command.attempt())
        .filter(lease -> lease.stuckSince().isPresent() != command.idle().isPresent())
        .ifPresent(
            lease ->
                turn.emit(
                    command
                        .idle()
                        .<TaskEvent>map(idle -> new AttemptStuck(lease.attempt(), idle))
                        .orElseGet(() -> new AttemptMoving(lease.attempt()))));
    return DONE;
  }

  static Reply end(Turn turn, EndAttempt command) {
    var id = command.attempt().task();
    var known = turn.state().tasks().find(id);
    if (known.isEmpty()) {
      return endLate(turn, command);
    }
    if (isAnothers(known.get(), command)) {
      return foreign(command);
    }
    var running = live(turn.state(), command.node(), command.attempt());
    if (running.isPresent()) {
      Losses.rejoin(turn, running.get());
      conclude(turn, running.get(), command.report());
    } else if (isNews(known.get(), command.attempt())) {
      refuse(turn, command);
    }
    return confirm(turn, command);
  }

  /** The task has ended and left: it is brought back for the record only. */
  private static Reply endLate(Turn turn, EndAttempt command) {
    var left = command.left().filter(task -> task.state().isTerminal());
    if (left.isEmpty()) {
      return refused(Code.NOT_FOUND, "task %s is not live", command.attempt().task());
    }
    if (isAnothers(left.get(), command)) {
      return foreign(command);
    }
    if (isNews(left.get(), command.attempt())) {
      turn.state().tasks().put(left.get());
      refuse(turn, command);
    }
    return confirm(turn, command);
  }

  /** What a node says of another's attempt would stand in the place of what its holder says. */
  private static boolean isAnothers(Task task, EndAttempt command) {
    return task.attempt(command.attempt())
        .filter(attempt -> !attempt.node().equals(command.node()))
        .isPresent();
  }

  private static Reply foreign(EndAttempt command) {
    return refused(Code.FORBIDDEN, "attempt %s is another node's", command.attempt());
  }

  private static Reply confirm(Turn turn, EndAttempt command) {
    turn.act(new Effect.ConfirmAttempt(command.node(), command.attempt()));
    return DONE;
  }

  /** The running phase whose lease this is. */
  static Optional<Running> live(State state, NodeId node, AttemptKey key) {
    return state
        .tasks()
        .find(key.task())
        .flatMap(
            task ->
                task.phase()
                    .held()
                    .filter(lease -> lease.attempt().equals(key) && lease.node().equals(node)));
  }

  /** A report nobody waits for is kept once for the record, unless it is one we have taken. */
  private static boolean isNews(Task task, AttemptKey key) {
    return task.attempt(key)
        .filter(attempt -> attempt.refused().isEmpty())
        .filter(
            attempt ->
                attempt.report().map(known -> known.ending() == Ending.ORPHANED).orElse(true))
        .isPresent();
  }

  private static void refuse(Turn turn, EndAttempt command) {
    turn.emit(
        new ReportRefused(
            command.attempt(),
            command.node(),
            command.report(),
            "its lease had been taken back, fence %d no longer holds"
                .formatted(command.attempt().fence())));
  }

  static Effect fence(NodeId node, AttemptKey key) {
    return new Effect.FenceAttempt(node, key, "fence %d no longer holds".formatted(key.fence()));
  }

  /** Takes a lease back from a node that is lost, removed, or has forgotten it. */
  static void orphan(Turn turn, Running running, String reason) {
    conclude(turn, running, orphaned(reason));
  }

  /** Ends a lease without deciding what becomes of its task. */
  static void giveUp(Turn turn, Running lease, String reason) {
    turn.emit(new AttemptEnded(lease.attempt(), orphaned(reason)));
    turn.act(fence(lease.node(), lease.attempt()));
  }

  private static AttemptReport orphaned(String reason) {
    return AttemptReport.of(Ending.ORPHANED).reason(reason).build();
  }

  private static void conclude(Turn turn, Running running, AttemptReport report) {
    var key = running.attempt();
    QuestionDesk.drop(turn, running, "its program has ended");
    var tried = turn.state().fleet().breakers().probedBy(key);
    turn.emit(new AttemptEnded(key, report));
    BreakerDesk.learn(turn, tried, key, report);
    var task = turn.state().tasks().find(key.task()).orElseThrow();
    if (task.spec().keep().isPresent()) {
      concludeBadly(turn, task, running, report);
      return;
    }
    switch (report.ending()) {
      case SUCCEEDED -> turn.emit(new TaskSucceeded(task.id()));
      case UNVERIFIED -> turn.emit(new TaskUnverified(task.id()));
      case CHECKS_FAILED,
          PROGRAM_FAILED,
          TIMED_OUT,
          OUTPUT_EXCEEDED,
          MEMORY_EXCEEDED,
          COULD_NOT_START,
          STUCK,
          STOPPED,
          ORPHANED,
          EXECUTOR_LOST,
          SECRET_MISSING,
          AGENT_FAILED,
          MODEL_UNREACHABLE,
          LIMIT_REACHED,
          LOGGED_OUT ->
          concludeBadly(turn, task, running, report);
    }
    if (turn.state().tasks().find(task.id()).orElseThrow().state().isTerminal()) {
      TaskDesk.settleDependents(turn, task.id());
    }
  }

  private static void concludeBadly(Turn turn, Task task, Running running, AttemptReport report) {
    switch (running.stopping()) {
      case CANCEL -> turn.emit(new TaskCancelled(task.id(), running.why()));
      case DEADLINE -> turn.emit(new TaskFailed(task.id(), running.why() + " passed"));
      case HOLD -> turn.emit(new TaskHeld(task.id(), running.why()));
      case FLEET, DRAIN -> turn.emit(new TaskQueued(task.id(), running.why()));
      case NO -> Setbacks.again(turn, task, report);
    }
  }

  /** Stops a running attempt because of what is now known of its task. */
  static void stop(Turn turn, Running running, Stopping expected, String reason) {
    if (running.stopping() == expected) {
      turn.act(new Effect.StopAttempt(running.node(), running.attempt(), reason));
    }
  }
}
