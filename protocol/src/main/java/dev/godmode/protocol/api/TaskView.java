package dev.godmode.protocol.api;

import dev.godmode.protocol.api.Approvals.OpenQuestion;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task as lists show it.
 *
 * @param reason why it is in its state, in one sentence: what it is pending for, the question it
 *     waits on, why it failed; empty when the state says it all
 * @param attempts how many were made
 * @param maxAttempts how many failures its retry policy allows
 * @param evidence results of the acceptance checks of the last attempt; empty when there are none
 * @param node name of the node of the last attempt
 * @param asks what its program asks, while it waits for the answer
 */
public record TaskView(
    TaskId id,
    String name,
    TaskState state,
    String reason,
    String agentType,
    String stream,
    int priority,
    int attempts,
    int maxAttempts,
    List<CheckResult> evidence,
    Optional<String> node,
    Optional<String> roadmapKey,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<OpenQuestion> asks) {

  public TaskView {
    evidence = List.copyOf(evidence);
  }
}
