package dev.godmode.protocol.task;

import java.time.Duration;

/**
 * When a program that runs counts as stuck: it prints nothing, changes no file of its workspace,
 * and hardly uses a processor.
 *
 * @param after for so long
 * @param stops whether it is stopped then, as a failure; else it is only shown
 */
public record StuckRule(Duration after, boolean stops) {

  public StuckRule {
    if (!after.isPositive()) {
      throw new IllegalArgumentException("stuck_after must be positive, was " + after);
    }
  }
}
