package dev.godmode.worker.loop;

/** The model does not answer as it should. */
final class ModelTrouble extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * In words for people.
   *
   * @param status of HTTP; 0 where there was none
   */
  ModelTrouble(int status, String words) {
    super(words);
    this.status = status;
  }

  int status() {
    return status;
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
