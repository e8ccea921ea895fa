package dev.godmode.kernel.task;

import dev.godmode.protocol.task.EndedDependency;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskState;
import java.time.Instant;
import java.util.List;

/**
 * A task as the kernel holds it; immutable, so that it can be handed to the projector as it is.
 *
 * @param attempts all that were made, oldest first, at most {@link #ATTEMPTS_KEPT}
 * @param attemptsMade how many were made in all
 * @param failures how many of them count against the retry policy, since the last revival
 * @param ended dependencies that have ended, with their results
 * @param result what the last good attempt left
 */
public record Task(
    TaskId id,
    TaskSpec spec,
    TaskPhase phase,
    List<Attempt> attempts,
    int attemptsMade,
    int failures,
    boolean approved,
    List<EndedDependency> ended,
    String result,
    Instant createdAt,
    Instant updatedAt) {

  public static final int ATTEMPTS_KEPT = 50;

  public Task {
    attempts = List.copyOf(attempts);
    ended = List.copyOf(ended);
  }

  public TaskState state() {
    return phase.state();
  }
}
