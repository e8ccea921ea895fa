package dev.godmode.protocol.task;

import java.time.Duration;

/**
 * What becomes of an attempt whose node is lost.
 *
 * @param action what is done
 * @param patience how long it waits for the node before a person is asked; zero when it moves
 */
public record LossPolicy(Action action, Duration patience) {

  /** What is done when a node is lost. */
  public enum Action {
    /** It runs elsewhere, at once. */
    MOVE,
    /** It waits for its node, then asks. */
    WAIT
  }

  public static final LossPolicy MOVE_AT_ONCE = new LossPolicy(Action.MOVE, Duration.ZERO);

  /** What is usual for an agent that lives on one node. */
  public static final LossPolicy WAIT = new LossPolicy(Action.WAIT, Duration.ofMinutes(10));

  public LossPolicy {
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience cannot be negative, was " + patience);
    }
  }
}
