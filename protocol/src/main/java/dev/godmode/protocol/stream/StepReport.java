package dev.godmode.protocol.stream;

import java.time.Duration;
import java.util.Optional;

/**
 * What an attempt's program does just now, or has done. Times are told by how long ago they were:
 * two machines' clocks need not agree.
 *
 * @param id of its own in the attempt; said again, it is the same step
 * @param detail what was asked of the tool
 * @param ago since it began
 * @param took empty while it is under way
 */
public record StepReport(
    String id, String name, String detail, Duration ago, Optional<Duration> took, boolean failed) {}
