package dev.godmode.kernel;

import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.event.TaskEvent.TaskDelayed;
import dev.godmode.protocol.event.TaskEvent.TaskFailed;
import dev.godmode.protocol.event.TaskEvent.TaskQueued;
import dev.godmode.protocol.event.TaskEvent.TaskWaiting;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AgentWork;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.RetryPolicy;
import dev.godmode.protocol.task.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of a task whose attempt did not end well, by whose fault it was. */
final class Setbacks {

  /** Where a program tells that its limit of use is reached, and not until when. */
  static final Duration LIMIT_PAUSE = Duration.ofMinutes(15);

  /** A program's word is believed so far: limits by the week exist. */
  static final Duration LIMIT_PAUSE_MAX = Duration.ofDays(8);

  /** As often in a row a service may be away before a person is asked. */
  static final int SERVICE_TRIES = 8;

  private Setbacks() {}

  static void again(Turn turn, Task task, AttemptReport report) {
    var reason = reason(report);
    var excused = task.attempts().getLast().excused();
    if (excused.isPresent() && task.spec().keep().isEmpty()) {
      turn.emit(new TaskQueued(task.id(), "breaker %s: %s".formatted(excused.get(), reason)));
      return;
    }
    switch (report.ending()) {
      case SECRET_MISSING -> turn.emit(new TaskWaiting(task.id(), WaitingFor.SECRET, reason));
      case LOGGED_OUT -> turn.emit(new TaskWaiting(task.id(), WaitingFor.LOGIN, reason));
      case LIMIT_REACHED -> park(turn, task, report, reason);
      case MODEL_UNREACHABLE -> awaitService(turn, task, reason);
      case SUCCEEDED,
          UNVERIFIED,
          CHECKS_FAILED,
          PROGRAM_FAILED,
          TIMED_OUT,
          OUTPUT_EXCEEDED,
          MEMORY_EXCEEDED,
          COULD_NOT_START,
          STUCK,
          STOPPED,
          ORPHANED,
          EXECUTOR_LOST,
          AGENT_FAILED ->
          tryAgain(turn, task, report, reason);
    }
  }

  /** Until the limit of use ends; that uses up no try. */
  private static void park(Turn turn, Task task, AttemptReport report, String reason) {
    turn.emit(new TaskDelayed(task.id(), limitedUntil(turn, report), "parked: " + reason));
  }

  static Instant limitedUntil(Turn turn, AttemptReport report) {
    var latest = turn.now().plus(LIMIT_PAUSE_MAX);
    return report
        .agent()
        .flatMap(AgentWork::limitedUntil)
        .filter(time -> time.isAfter(turn.now()))
        .map(time -> time.isBefore(latest) ? time : latest)
        .orElseGet(() -> turn.now().plus(LIMIT_PAUSE));
  }

  private static void awaitService(Turn turn, Task task, String reason) {
    var times = unreachable(task.attempts());
    if (times < SERVICE_TRIES) {
      delay(turn, task, times, reason);
    } else {
      turn.emit(
          new TaskWaiting(
              task.id(),
              WaitingFor.SERVICE,
              "%d times in a row: %s. Approve to try again.".formatted(times, reason)));
    }
  }

  private static int unreachable(List<Attempt> attempts) {
    return (int)
        attempts.reversed().stream()
            .filter(attempt -> attempt.excused().isEmpty())
            .takeWhile(
                attempt ->
                    attempt
                        .report()
                        .filter(known -> known.ending() == Ending.MODEL_UNREACHABLE)
                        .isPresent())
            .count();
  }

  private static void tryAgain(Turn turn, Task task, AttemptReport report, String reason) {
    if (task.spec().keep().isPresent()) {
      AgentDesk.again(turn, task, report, reason);
    } else if (!report.ending().countsAsFailure()) {
      afterLoss(turn, task, report, reason);
    } else if (task.failures() >= attemptsMax(turn.state(), task)) {
      turn.emit(new TaskFailed(task.id(), reason));
    } else {
      delay(turn, task, task.failures(), reason);
    }
  }

  private static void afterLoss(Turn turn, Task task, AttemptReport report, String reason) {
    var lost = losses(task);
    if (lost >= turn.settings().orphansMax()) {
      turn.emit(
          new TaskFailed(
              task.id(), "lost with its node %d times, last: %s".formatted(lost, reason)));
    } else if (report.ending() == Ending.EXECUTOR_LOST) {
      // Its node is there and may say for a moment that it can: not at once again.
      delay(turn, task, lost, reason);
    } else {
      turn.emit(new TaskQueued(task.id(), reason));
    }
  }

  private static int losses(Task task) {
    return (int)
        task.attempts().stream()
            .filter(attempt -> attempt.excused().isEmpty())
            .flatMap(attempt -> attempt.report().stream())
            .filter(known -> known.ending().isLoss())
            .count();
  }

  private static void delay(Turn turn, Task task, int times, String reason) {
    Instant until = turn.now().plus(policy(turn.state(), task).backoffAfter(times));
    turn.emit(new TaskDelayed(task.id(), until, reason));
  }

  static String reason(AttemptReport report) {
    return report.reason().isEmpty()
        ? report.ending().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        : report.reason();
  }

  private static RetryPolicy policy(State state, Task task) {
    return state
        .fleet()
        .agent(task.spec().agentType())
        .map(AgentProfile::retry)
        .orElse(RetryPolicy.DEFAULT);
  }

  private static int attemptsMax(State state, Task task) {
    Optional<Integer> own = task.spec().maxAttempts();
    return own.orElseGet(() -> policy(state, task).maxAttempts());
  }
}
