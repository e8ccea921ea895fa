package dev.godmode.kernel;

import java.time.Duration;

/**
 * The kernel's times.
 *
 * @param suspectAfter silence after which a node is suspect
 * @param lostAfter silence after which a node's leases are taken back
 * @param goneAfter the same when its stream has closed and has not come back: a worker that lives
 *     reconnects at once
 * @param orphansMax how often a task may lose its node before it fails: it may be what kills them
 */
public record KernelSettings(
    Duration heartbeatEvery,
    Duration suspectAfter,
    Duration lostAfter,
    Duration goneAfter,
    int orphansMax) {

  public static final KernelSettings DEFAULT =
      new KernelSettings(
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofSeconds(7),
          Duration.ofMillis(1_500),
          10);

  public KernelSettings {
    if (suspectAfter.compareTo(heartbeatEvery.multipliedBy(2)) < 0
        || lostAfter.compareTo(suspectAfter) <= 0
        || goneAfter.compareTo(lostAfter) > 0) {
      throw new IllegalArgumentException(
          "suspect-after must be at least two heartbeats, lost-after more than it and gone-after at most that, were %s, %s, %s, %s"
              .formatted(heartbeatEvery, suspectAfter, lostAfter, goneAfter));
    }
  }
}
