package dev.godmode.control.outcome;

/** What came of asking for something that may be refused. */
public sealed interface Outcome<T> {

  record Done<T>(T value) implements Outcome<T> {}

  /** In words for whoever asked. */
  record Refused<T>(Why why, String words) implements Outcome<T> {}

  /** Kinds of refusals. */
  enum Why {
    NOT_FOUND,
    FORBIDDEN,
    INVALID,
    FULL,
    TOO_OFTEN
  }

  static <T> Outcome<T> refused(Why why, String words) {
    return new Refused<>(why, words);
  }
}
