package dev.godmode.kernel;

import java.time.Duration;

/**
 * The kernel's times.
 *
 * @param suspectAfter silence after which a node is suspect
 * @param lostAfter silence after which a node's leases are taken back
 */
public record KernelSettings(Duration heartbeatEvery, Duration suspectAfter, Duration lostAfter) {

  public static final KernelSettings DEFAULT =
      new KernelSettings(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(7));

  public KernelSettings {
    if (suspectAfter.compareTo(heartbeatEvery.multipliedBy(2)) < 0
        || lostAfter.compareTo(suspectAfter) <= 0) {
      throw new IllegalArgumentException(
          "suspect-after must be at least two heartbeats and lost-after more than it, were %s, %s, %s"
              .formatted(heartbeatEvery, suspectAfter, lostAfter));
    }
  }
}
