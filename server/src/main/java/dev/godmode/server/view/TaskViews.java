package dev.godmode.server.view;

import dev.godmode.kernel.Fleet;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.After;
import dev.godmode.kernel.task.TaskPhase.Asked;
import dev.godmode.kernel.task.TaskPhase.Ended;
import dev.godmode.kernel.task.TaskPhase.Held;
import dev.godmode.kernel.task.TaskPhase.Missing;
import dev.godmode.kernel.task.TaskPhase.Queued;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Stranded;
import dev.godmode.kernel.task.TaskPhase.Until;
import dev.godmode.kernel.task.TaskPhase.Waiting;
import dev.godmode.protocol.api.Approvals.ApprovalView;
import dev.godmode.protocol.api.Approvals.OpenQuestion;
import dev.godmode.protocol.api.TaskDetail.AttemptView;
import dev.godmode.protocol.api.TaskView;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.protocol.task.RetryPolicy;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.task.WaitingFor;
import dev.godmode.server.audit.FindingViews;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Tasks as the API shows them. */
public final class TaskViews {

  private TaskViews() {}

  public static TaskView of(Task task, Fleet fleet) {
    var spec = task.spec();
    var last =
        task.attempts().isEmpty()
            ? Optional.<Attempt>empty()
            : Optional.of(task.attempts().getLast());
    return new TaskView(
        task.id(),
        spec.name(),
        task.state(),
        reason(task),
        spec.agentType(),
        spec.stream(),
        spec.priority(),
        task.attemptsMade(),
        maxAttempts(task, fleet),
        evidence(last),
        last.map(Attempt::nodeName),
        spec.roadmapKey(),
        task.createdAt(),
        task.updatedAt(),
        task.attempts().stream().flatMap(attempt -> attempt.startedAt().stream()).findFirst(),
        endedAt(task),
        task.phase().held().flatMap(Running::asks).map(TaskViews::of));
  }

  static OpenQuestion of(Asked asked) {
    return new OpenQuestion(
        asked.question(),
        asked.question().payloadHash(),
        asked.since(),
        asked.until(),
        FindingViews.ofRequest(asked.question().payload()));
  }

  /** What it waits for a person for; empty when it does not. */
  public static Optional<ApprovalView> approval(Task task) {
    var what = task.state() == TaskState.WAITING ? waitingFor(task) : Optional.<WaitingFor>empty();
    return what.map(
        kind -> {
          var asks = task.phase().held().flatMap(Running::asks).map(TaskViews::of);
          return new ApprovalView(
              task.id(),
              task.spec().name(),
              task.spec().agentType(),
              task.spec().stream(),
              task.attempts().isEmpty()
                  ? Optional.empty()
                  : Optional.of(task.attempts().getLast().nodeName()),
              kind,
              reason(task),
              asks,
              since(task),
              command(task, kind));
        });
  }

  private static Optional<WaitingFor> waitingFor(Task task) {
    return switch (task.phase()) {
      case Waiting(var what, _, _) -> Optional.of(what);
      case Stranded _ -> Optional.of(WaitingFor.NODE);
      case Running _ -> Optional.of(WaitingFor.ANSWER);
      case After _, Until _, Held _, Queued _, Ended _ -> Optional.empty();
    };
  }

  private static Instant since(Task task) {
    return switch (task.phase()) {
      case Waiting(_, _, var since) -> since;
      case Stranded(_, _, var since) -> since;
      case Running running -> running.asks().map(Asked::since).orElse(task.updatedAt());
      case After _, Until _, Held _, Queued _, Ended _ -> task.updatedAt();
    };
  }

  private static String command(Task task, WaitingFor what) {
    return switch (what) {
      case ANSWER -> "gm task answer " + task.id();
      case RESTART -> "gm agent restart " + task.spec().keep().orElse("");
      case APPROVAL, DEPENDENCY, NODE, PERSON, SECRET, LOGIN, SERVICE ->
          "gm task approve " + task.id();
    };
  }

  private static int maxAttempts(Task task, Fleet fleet) {
    return task.spec()
        .maxAttempts()
        .orElseGet(
            () ->
                fleet
                    .agent(task.spec().agentType())
                    .map(AgentProfile::retry)
                    .orElse(RetryPolicy.DEFAULT)
                    .maxAttempts());
  }

  private static List<CheckResult> evidence(Optional<Attempt> attempt) {
    return attempt.flatMap(Attempt::report).map(AttemptReport::checks).orElse(List.of());
  }

  private static Optional<Instant> endedAt(Task task) {
    return task.phase() instanceof Ended ended ? Optional.of(ended.at()) : Optional.empty();
  }

  static String reason(Task task) {
    return switch (task.phase()) {
      case After _ ->
          "after " + String.join(", ", task.unsatisfied().stream().map(Object::toString).toList());
      case Until(var time, var why) -> "not before %s: %s".formatted(time, why);
      case Held(var why) -> why;
      case Queued _ -> "";
      case Running running ->
          running.missing().isPresent() ? missing(task, running.missing().get()) : running(running);
      case Waiting(_, var question, _) -> question;
      case Stranded(_, var question, _) -> question;
      case Ended(_, var why, _) -> why;
    };
  }

  private static String running(Running running) {
    if (running.why().isEmpty() && running.asks().isPresent()) {
      return running.asks().get().question().text();
    }
    return running.why().isEmpty()
        ? running
            .stuckSince()
            .map(
                at ->
                    "stuck since %s: it prints nothing, changes no file, uses no processor"
                        .formatted(at.truncatedTo(ChronoUnit.SECONDS)))
            .orElse("")
        : running.why();
  }

  private static String missing(Task task, Missing missing) {
    return "waits for %s, lost since %s; asks at %s"
        .formatted(
            task.attempts().getLast().nodeName(),
            missing.since().truncatedTo(ChronoUnit.SECONDS),
            missing.until().truncatedTo(ChronoUnit.SECONDS));
  }

  static AttemptView of(Attempt attempt) {
    return new AttemptView(
        attempt.number(),
        attempt.fence(),
        attempt.node(),
        attempt.nodeName(),
        attempt.why(),
        attempt.leasedAt(),
        attempt.startedAt(),
        attempt.endedAt(),
        attempt.report(),
        attempt.refused(),
        attempt.documents(),
        attempt.exchanges(),
        attempt.base());
  }
}
