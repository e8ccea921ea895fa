package dev.godmode.protocol.api;

import dev.godmode.protocol.task.StreamPolicy;

/**
 * A line of work as it is now.
 *
 * @param queued tasks that may run and wait for a place
 * @param running attempts that are leased
 */
public record StreamView(StreamPolicy policy, int queued, int running) {}
