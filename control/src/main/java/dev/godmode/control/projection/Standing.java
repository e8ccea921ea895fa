package dev.godmode.control.projection;

import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.task.EndedDependency;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import java.time.Instant;
import java.util.List;

/** Where a task stands: all of it that changes as it goes its way. With its spec it is the task. */
public record Standing(
    TaskPhase phase,
    List<Attempt> attempts,
    int attemptsMade,
    int failures,
    boolean approved,
    List<EndedDependency> ended,
    String result,
    Instant createdAt,
    Instant updatedAt) {

  public Standing {
    attempts = List.copyOf(attempts);
    ended = List.copyOf(ended);
  }

  public static Standing of(Task task) {
    return new Standing(
        task.phase(),
        task.attempts(),
        task.attemptsMade(),
        task.failures(),
        task.approved(),
        task.ended(),
        task.result(),
        task.createdAt(),
        task.updatedAt());
  }

  public Task task(TaskId id, TaskSpec spec) {
    return new Task(
        id,
        spec,
        phase,
        attempts,
        attemptsMade,
        failures,
        approved,
        ended,
        result,
        createdAt,
        updatedAt);
  }
}
