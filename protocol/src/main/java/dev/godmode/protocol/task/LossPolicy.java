package dev.godmode.protocol.task;

import dev.godmode.protocol.text.Quantities;
import dev.godmode.protocol.text.Spelling;
import java.time.Duration;
import java.util.List;

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

  /** What is usual for an agent that lives on one node, and for {@code wait} alone. */
  public static final LossPolicy WAIT = new LossPolicy(Action.WAIT, Duration.ofMinutes(10));

  public LossPolicy {
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience cannot be negative, was " + patience);
    }
  }

  /**
   * Reads {@code move}, {@code wait}, or {@code wait 30m}.
   *
   * @throws IllegalArgumentException with what it could be
   */
  public static LossPolicy parse(String text) {
    var words = text.strip().split("\\s+", -1);
    if (words.length == 1 && words[0].equals("move")) {
      return MOVE_AT_ONCE;
    }
    if (words.length <= 2 && words[0].equals("wait")) {
      return words.length == 1 ? WAIT : new LossPolicy(Action.WAIT, Quantities.duration(words[1]));
    }
    throw new IllegalArgumentException(
        "'%s' is 'move' (run elsewhere at once) or 'wait 10m' (wait for the node, then ask)%s"
            .formatted(text, Spelling.hint(words[0], List.of("move", "wait"))));
  }
}
