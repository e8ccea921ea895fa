package dev.godmode.protocol.api;

import dev.godmode.protocol.task.ScalingRule;
import java.time.Duration;
import java.util.Optional;

/**
 * A type of agent that is scaled, as it is now.
 *
 * @param queued tasks that wait for a place
 * @param oldestWait how long the oldest of them has waited; empty when there is none
 * @param running attempts that are leased
 * @param desired how many may run at once just now
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
