package dev.godmode.control.memory.summary;

/** Says in few words what several texts say. */
public interface Summarizer {

  /** What came of asking it. */
  sealed interface Said {}

  /** A text of its own words; nobody has looked at it yet. */
  record Words(String text) implements Said {}

  /**
   * It said nothing.
   *
   * @param why in words for people
   */
  record Nothing(String why) implements Said {}

  /**
   * Asks a model; may take minutes.
   *
   * @param who as the ledger names them
   */
  Said sumUp(String who, String model, OldGroup group);
}
