package dev.godmode.protocol.task;

import java.time.Duration;
import java.util.Optional;

/** How long an agent lives. */
public sealed interface Lifecycle {

  /**
   * Started for a task, gone when it is done.
   *
   * @param scaling how many of them may run at once, by what waits; empty for as many as fit
   */
  record Burst(Optional<ScalingRule> scaling) implements Lifecycle {}

  /**
   * Long-lived, and always on its node: whenever its program ends it is started again.
   *
   * @param node the name of the node it lives on; empty to let placement choose, once
   * @param restartsMax how often it is started again within the window, before a person is asked
   */
  record Persistent(Optional<String> node, int restartsMax, Duration restartWindow)
      implements Lifecycle {

    /** No more, for a task remembers its last {@code 50} attempts. */
    public static final int RESTARTS_LIMIT = 40;

    public static final Persistent DEFAULT =
        new Persistent(Optional.empty(), 5, Duration.ofMinutes(10));

    public Persistent {
      if (restartsMax < 1 || restartsMax > RESTARTS_LIMIT || !restartWindow.isPositive()) {
        throw new IllegalArgumentException(
            "restarts must be 1 to %d within a positive time, were %d within %s"
                .formatted(RESTARTS_LIMIT, restartsMax, restartWindow));
      }
    }
  }

  Lifecycle BURST = new Burst(Optional.empty());
}
