package dev.godmode.kernel.task;

import dev.godmode.kernel.task.TaskPhase.After;
import dev.godmode.kernel.task.TaskPhase.Asked;
import dev.godmode.kernel.task.TaskPhase.Ended;
import dev.godmode.kernel.task.TaskPhase.Held;
import dev.godmode.kernel.task.TaskPhase.Missing;
import dev.godmode.kernel.task.TaskPhase.Queued;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Stopping;
import dev.godmode.kernel.task.TaskPhase.Stranded;
import dev.godmode.kernel.task.TaskPhase.Until;
import dev.godmode.kernel.task.TaskPhase.Waiting;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.event.TaskEvent.AttemptAnswered;
import dev.godmode.protocol.event.TaskEvent.AttemptAsked;
import dev.godmode.protocol.event.TaskEvent.AttemptBased;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.event.TaskEvent.AttemptExcused;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.event.TaskEvent.AttemptMissing;
import dev.godmode.protocol.event.TaskEvent.AttemptMoving;
import dev.godmode.protocol.event.TaskEvent.AttemptRecalled;
import dev.godmode.protocol.event.TaskEvent.AttemptRejoined;
import dev.godmode.protocol.event.TaskEvent.AttemptStarted;
import dev.godmode.protocol.event.TaskEvent.AttemptStuck;
import dev.godmode.protocol.event.TaskEvent.CancelRequested;
import dev.godmode.protocol.event.TaskEvent.CredentialRevoked;
import dev.godmode.protocol.event.TaskEvent.DeadlinePassed;
import dev.godmode.protocol.event.TaskEvent.HoldRequested;
import dev.godmode.protocol.event.TaskEvent.QuestionDropped;
import dev.godmode.protocol.event.TaskEvent.ReportRefused;
import dev.godmode.protocol.event.TaskEvent.SecretsGiven;
import dev.godmode.protocol.event.TaskEvent.TaskAmended;
import dev.godmode.protocol.event.TaskEvent.TaskApproved;
import dev.godmode.protocol.event.TaskEvent.TaskCancelled;
import dev.godmode.protocol.event.TaskEvent.TaskDelayed;
import dev.godmode.protocol.event.TaskEvent.TaskFailed;
import dev.godmode.protocol.event.TaskEvent.TaskHeld;
import dev.godmode.protocol.event.TaskEvent.TaskPinned;
import dev.godmode.protocol.event.TaskEvent.TaskQueued;
import dev.godmode.protocol.event.TaskEvent.TaskRecorded;
import dev.godmode.protocol.event.TaskEvent.TaskReleased;
import dev.godmode.protocol.event.TaskEvent.TaskRevived;
import dev.godmode.protocol.event.TaskEvent.TaskSubmitted;
import dev.godmode.protocol.event.TaskEvent.TaskSucceeded;
import dev.godmode.protocol.event.TaskEvent.TaskUnverified;
import dev.godmode.protocol.event.TaskEvent.TaskWaiting;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.SecretGrant;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.task.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a task becomes when a fact about it is known: a pure function of both. */
public final class TaskFold {

  /** Nobody's silence is a yes. */
  static final Duration QUESTION_LIFE = Duration.ofHours(24);

  private TaskFold() {}

  /** The task that comes into being with this event. */
  public static Task begin(TaskSubmitted event, Instant at) {
    return TaskBuilder.builder()
        .id(event.task())
        .spec(event.spec())
        .phase(new After(event.spec().after()))
        .ended(event.ended())
        .result("")
        .createdAt(at)
        .updatedAt(at)
        .build();
  }

  public static Task begin(TaskRecorded event, Instant at) {
    return TaskBuilder.builder()
        .id(event.task())
        .spec(event.spec())
        .phase(new Ended(event.state(), event.reason(), at))
        .attemptsMade(event.attempts())
        .result(event.result())
        .createdAt(at)
        .updatedAt(at)
        .build();
  }

  /** An ended task that is to be tried again; {@code attempts} are those still remembered. */
  public static Task begin(TaskRevived event, List<Attempt> attempts, Instant created, Instant at) {
    return TaskBuilder.builder()
        .id(event.task())
        .spec(event.spec())
        .phase(new After(event.spec().after()))
        .attempts(attempts)
        .attemptsMade(event.attemptsMade())
        .ended(event.ended())
        .result("")
        .createdAt(created)
        .updatedAt(at)
        .build();
  }

  /** The task after one more fact; the move is checked against {@link TaskTransitions}. */
  public static Task fold(Task task, TaskEvent event, String nodeName, Instant at) {
    var next = next(task, event, nodeName, at).touched(at);
    if (moves(event)) {
      TaskTransitions.check(task.state(), event, next.state());
    }
    return next;
  }

  /** Whether an event makes a move, or only adds to what is known. */
  public static boolean moves(TaskEvent event) {
    return switch (event) {
      case TaskSubmitted _,
          TaskRecorded _,
          TaskAmended _,
          CancelRequested _,
          HoldRequested _,
          TaskPinned _,
          DeadlinePassed _,
          AttemptStarted _,
          AttemptRecalled _,
          CredentialRevoked _,
          SecretsGiven _,
          AttemptBased _,
          AttemptMissing _,
          AttemptStuck _,
          AttemptMoving _,
          AttemptEnded _,
          AttemptExcused _,
          ReportRefused _ ->
          false;
      case TaskQueued _,
          TaskDelayed _,
          TaskHeld _,
          TaskReleased _,
          TaskWaiting _,
          TaskApproved _,
          TaskRevived _,
          TaskSucceeded _,
          TaskUnverified _,
          TaskFailed _,
          TaskCancelled _,
          AttemptRejoined _,
          AttemptAsked _,
          AttemptAnswered _,
          QuestionDropped _,
          AttemptLeased _ ->
          true;
    };
  }

  private static Task next(Task task, TaskEvent event, String nodeName, Instant at) {
    return switch (event) {
      case TaskSubmitted e -> begin(e, at);
      case TaskRecorded e -> begin(e, at);
      case TaskRevived e -> begin(e, task.attempts(), task.createdAt(), at);
      case TaskAmended e -> amended(task, e);
      case TaskQueued _ -> task.with(new Queued(at));
      case TaskDelayed e -> task.with(new Until(e.until(), e.reason()));
      case TaskHeld e -> task.with(new Held(e.reason()));
      case TaskReleased _ -> afresh(task).with(new After(task.spec().after()));
      case TaskWaiting e -> task.with(waiting(task, e, at));
      case TaskApproved _ -> afresh(task).approve();
      case CancelRequested e -> stopping(task, Stopping.CANCEL, e.reason());
      case HoldRequested e -> stopping(task, Stopping.HOLD, e.reason());
      case TaskPinned e -> task.withSpec(task.spec().on(e.node()), task.ended());
      case DeadlinePassed e -> stopping(task, Stopping.DEADLINE, "deadline " + e.deadline());
      case AttemptRecalled e -> stopping(task, Stopping.DRAIN, e.reason());
      case TaskSucceeded _ -> ended(task, TaskState.SUCCEEDED, "", at);
      case TaskUnverified _ -> ended(task, TaskState.UNVERIFIED, "", at);
      case TaskFailed e -> ended(task, TaskState.FAILED, e.reason(), at);
      case TaskCancelled e -> ended(task, TaskState.CANCELLED, e.reason(), at);
      case AttemptLeased e -> leased(task, e, nodeName, at);
      case AttemptStarted e ->
          task.amending(e.attempt(), attempt -> attempt.started(e.documents(), at));
      case CredentialRevoked e ->
          task.amending(e.attempt(), attempt -> attempt.revoked(e.reason()));
      case SecretsGiven e ->
          task.amending(
              e.attempt(),
              attempt -> attempt.given(e.secrets().stream().map(SecretGrant::secret).toList()));
      case AttemptBased e -> task.amending(e.attempt(), attempt -> attempt.based(e.checkout()));
      case AttemptAsked e -> asked(task, e, at);
      case AttemptAnswered e ->
          asking(task, Optional.empty())
              .amending(
                  e.attempt(), attempt -> attempt.answered(e.question(), e.answer(), e.by(), at));
      case QuestionDropped _ -> asking(task, Optional.empty());
      case AttemptStuck e -> stuck(task, Optional.of(at.minus(e.idle())));
      case AttemptMoving _ -> stuck(task, Optional.empty());
      case AttemptMissing e -> missing(task, Optional.of(new Missing(at, e.until())));
      case AttemptRejoined _ -> missing(task, Optional.empty());
      case AttemptEnded e -> reported(task, e, at);
      case AttemptExcused e -> task.excusing(e.attempt(), e.breaker());
      case ReportRefused e ->
          task.amending(e.attempt(), attempt -> attempt.refused(e.report(), e.why()));
    };
  }

  /** A person's word on a persistent agent: how often it ended before counts no more. */
  private static Task afresh(Task task) {
    return task.spec().keep().isPresent() ? task.withoutFailures() : task;
  }

  /** A running attempt told to stop. */
  static Task stopping(Task task, Stopping stopping, String why) {
    return switch (task.phase()) {
      case Running running -> task.with(running.stopping(stopping, why));
      case Stranded(var lease, var question, var since) ->
          task.with(new Stranded(lease.stopping(stopping, why), question, since));
      default -> task;
    };
  }

  /** Waits for a person; with its lease, when it is its node that is missing. */
  private static TaskPhase waiting(Task task, TaskWaiting event, Instant at) {
    var held = task.phase().held().filter(_ -> event.what() == WaitingFor.NODE);
    return held.isPresent()
        ? new Stranded(held.get(), event.question(), at)
        : new Waiting(event.what(), event.question(), at);
  }

  private static Task asked(Task task, AttemptAsked e, Instant at) {
    return asking(task, Optional.of(new Asked(e.question(), at, at.plus(QUESTION_LIFE))))
        .amending(e.attempt(), attempt -> attempt.asked(e.question(), at));
  }

  private static Task asking(Task task, Optional<Asked> question) {
    return task.phase() instanceof Running running ? task.with(running.asking(question)) : task;
  }

  private static Task stuck(Task task, Optional<Instant> since) {
    return task.phase() instanceof Running running ? task.with(running.stuck(since)) : task;
  }

  /** A lease whose node is missing, or is back. */
  private static Task missing(Task task, Optional<Missing> missing) {
    return task.phase().held().map(lease -> task.with(lease.missing(missing))).orElse(task);
  }

  /** The fleet stops: what runs is told so, unless it was to stop for good already. */
  public static Task fleetStopped(Task task, String why, Instant at) {
    return task.phase() instanceof Running running && running.stopping() == Stopping.NO
        ? stopping(task, Stopping.FLEET, why).touched(at)
        : task;
  }

  private static Task amended(Task task, TaskAmended event) {
    var amended = task.withSpec(event.spec(), event.ended());
    return task.phase() instanceof After ? amended.with(new After(event.spec().after())) : amended;
  }

  private static Task ended(Task task, TaskState state, String reason, Instant at) {
    return task.with(new Ended(state, reason, at));
  }

  private static Task leased(Task task, AttemptLeased e, String nodeName, Instant at) {
    var queued =
        task.phase() instanceof Queued(var since) ? Optional.of(since) : Optional.<Instant>empty();
    var attempt = Attempt.leased(e, nodeName, queued, at);
    return task.attempted(attempt).with(Running.on(e.node(), e.attempt()));
  }

  private static Task reported(Task task, AttemptEnded e, Instant at) {
    AttemptReport report = e.report();
    var known = task.amending(e.attempt(), attempt -> attempt.ended(report, at));
    return known.counting(report);
  }
}
