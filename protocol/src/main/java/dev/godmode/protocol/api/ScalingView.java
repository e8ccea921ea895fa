package dev.godmode.protocol.api;

import dev.godmode.protocol.task.ScalingRule;
import java.time.Duration;
import java.util.Optional;

/**
 * A type of agent that is scaled, as it is now: by tasks, or by calls where it serves models.
 *
 * @param queued tasks that wait for a place; of servers all calls, under way or waiting
 * @param oldestWait how long the oldest that waits has waited; empty when none does
 * @param running attempts that are leased
 * @param desired how many may run at once just now; of servers how many are kept running
 * @param next how many that would be if it were decided now
 * @param why in words, with what it waits for
 */
public record ScalingView(
    String type,
    ScalingRule rule,
    int queued,
    Optional<Duration> oldestWait,
    int running,
    int desired,
    int next,
    String why) {}
