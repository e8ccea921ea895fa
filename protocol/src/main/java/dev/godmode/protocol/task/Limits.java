package dev.godmode.protocol.task;

import java.time.Duration;
import java.util.Optional;

/**
 * What an attempt's program may use.
 *
 * @param timeout longest single attempt
 * @param outputBytes most bytes of stdout and stderr together
 * @param memoryBytes most resident memory of the whole process tree
 * @param killGrace time between SIGTERM and SIGKILL
 * @param stuck when it counts as stuck; empty for never
 */
public record Limits(
    Duration timeout,
    long outputBytes,
    long memoryBytes,
    Duration killGrace,
    Optional<StuckRule> stuck) {

  public static final Limits DEFAULT =
      new Limits(Duration.ofMinutes(30), 64L << 20, 4L << 30, Duration.ofSeconds(5));

  /** Of what is meant to run on: started again after a year, or when it has printed so much. */
  public static final Limits OF_A_LONG_LIFE =
      new Limits(Duration.ofDays(365), 64L << 30, 4L << 30, Duration.ofSeconds(5));

  public Limits {
    if (!timeout.isPositive() || outputBytes < 1 || memoryBytes < 1 || killGrace.isNegative()) {
      throw new IllegalArgumentException(
          "limits must be positive, were timeout=%s output=%d memory=%d kill grace=%s"
              .formatted(timeout, outputBytes, memoryBytes, killGrace));
    }
  }

  /** Of a program that never counts as stuck. */
  public Limits(Duration timeout, long outputBytes, long memoryBytes, Duration killGrace) {
    this(timeout, outputBytes, memoryBytes, killGrace, Optional.empty());
  }

  public Limits withTimeout(Duration other) {
    return new Limits(other, outputBytes, memoryBytes, killGrace, stuck);
  }
}
