package dev.godmode.cli;

/** Something a person must mend; the message says what and how. */
final class Trouble extends RuntimeException {

  private static final long serialVersionUID = 1;

  Trouble(String message) {
    super(message);
  }
}
