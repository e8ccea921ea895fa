package dev.godmode.protocol.api;

import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import java.time.Instant;
import java.util.Optional;

/**
 * A persistent agent as it is now.
 *
 * @param task that keeps it running: its attempts are the agent's lives, its log is the agent's
 * @param state of that task: running, pending until its next start or held, waiting for a person
 * @param reason why it is not running, or is about to stop; empty when it just runs
 * @param node where it lives; empty until placement has chosen
 * @param restarts how often it was started again
 * @param since when it came into its state
 * @param startedAt when its program began; empty while none runs
 */
public record AgentView(
    String name,
    String type,
    TaskId task,
    TaskState state,
    String reason,
    Optional<String> node,
    int restarts,
    Instant since,
    Optional<Instant> startedAt) {}
