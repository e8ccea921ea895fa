package dev.godmode.server.view;

import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.After;
import dev.godmode.kernel.task.TaskPhase.Ended;
import dev.godmode.kernel.task.TaskPhase.Held;
import dev.godmode.kernel.task.TaskPhase.Queued;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Stranded;
import dev.godmode.kernel.task.TaskPhase.Until;
import dev.godmode.kernel.task.TaskPhase.Waiting;
import dev.godmode.protocol.api.AgentView;
import dev.godmode.protocol.api.Explanation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Persistent agents as the API shows them. */
public final class AgentViews {

  private AgentViews() {}

  /** All there are, by name. */
  public static List<AgentView> all(Kernel kernel) {
    return kernel.persistentAgents().stream().map(task -> of(kernel, task)).toList();
  }

  private static AgentView of(Kernel kernel, Task task) {
    var attempt = running(task);
    return new AgentView(
        task.spec().keep().orElseThrow(),
        task.spec().agentType(),
        task.id(),
        task.state(),
        reason(kernel, task),
        task.spec().demand().node(),
        Math.max(0, task.attemptsMade() - 1),
        since(task, attempt),
        attempt.flatMap(Attempt::startedAt));
  }

  private static Optional<Attempt> running(Task task) {
    return task.phase() instanceof Running running
        ? task.attempt(running.attempt())
        : Optional.empty();
  }

  private static String reason(Kernel kernel, Task task) {
    return switch (task.phase()) {
      case Queued _ -> kernel.explain(task.id()).map(Explanation::summary).orElse("");
      case After _ -> "";
      case Until(var time, var why) -> "starts again at %s: %s".formatted(time, why);
      case Held(var why) -> "stopped: " + why;
      case Running _ -> TaskViews.reason(task);
      case Waiting(_, var question, _) -> question;
      case Stranded(_, var question, _) -> question;
      case Ended ended -> ended.reason();
    };
  }

  private static Instant since(Task task, Optional<Attempt> attempt) {
    return switch (task.phase()) {
      case Queued(var since) -> since;
      case Waiting(_, _, var since) -> since;
      case Stranded(_, _, var since) -> since;
      case Running _ -> attempt.map(run -> run.startedAt().orElse(run.leasedAt())).orElseThrow();
      case After _, Until _, Held _, Ended _ -> task.updatedAt();
    };
  }
}
