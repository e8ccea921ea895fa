package dev.godmode.protocol.api;

import dev.godmode.protocol.task.FailureRoute;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.Optional;

/**
 * A route on which nothing is placed for a while, because attempts of several tasks failed alike.
 *
 * @param breaker its id
 * @param about the route in words, "agent reviewer on forge"
 * @param reason what the last of them said
 * @param until when one attempt may try it
 * @param probes how many tried it since, and failed
 * @param trying the task whose attempt tries it just now
 */
public record BreakerView(
    String breaker,
    FailureRoute route,
    String about,
    String reason,
    Instant openedAt,
    Instant until,
    int probes,
    Optional<TaskId> trying) {}
