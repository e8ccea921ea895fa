package dev.godmode.control.memory.summary;

import java.time.Duration;
import java.util.Optional;

/** Says in few words what several texts say. */
public interface Summarizer {

  /** What came of asking it. */
  sealed interface Said {}

  /** A text of its own words; nobody has looked at it yet. */
  record Words(String text) implements Said {}

  /**
   * It said nothing to this.
   *
   * @param why in words for people
   */
  record Nothing(String why) implements Said {}

  /**
   * It could not be asked, whatever the question.
   *
   * @param why in words for people
   * @param after so long it need not be asked again, where that is known
   */
  record Away(String why, Optional<Duration> after) implements Said {}

  /**
   * Asks a model; may take minutes.
   *
   * @param who as the ledger names them
   */
  Said sumUp(String who, String model, OldGroup group);
}
