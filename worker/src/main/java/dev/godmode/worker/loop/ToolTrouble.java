package dev.godmode.worker.loop;

/** A tool does not do what it was called for, in words for the model: it can try another way. */
final class ToolTrouble extends RuntimeException {

  private static final long serialVersionUID = 1;

  ToolTrouble(String words) {
    super(words, null, false, false);
  }
}
