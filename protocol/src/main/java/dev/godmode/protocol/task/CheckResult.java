package dev.godmode.protocol.task;

import java.time.Duration;

/**
 * What one acceptance check showed: evidence.
 *
 * @param exitCode the check's exit code; 124 when it ran out of time, 127 when it could not start
 * @param output the last part of what it printed, redacted
 */
public record CheckResult(
    String name, boolean passed, int exitCode, Duration took, String output) {}
