package dev.godmode.protocol.task;

/** What a person, or a rule, says to a {@link Question}. */
public sealed interface Answer {

  /** Longest words of one. */
  int TEXT_MAX_CHARS = 4 << 10;

  /** Do exactly what was asked for. */
  record Yes() implements Answer {}

  /**
   * Do not.
   *
   * @param why what the program is told
   */
  record No(String why) implements Answer {}

  /** One of the options, or other words. */
  record Words(String text) implements Answer {}

  /** As people read it. */
  default String words() {
    return switch (this) {
      case Yes() -> "yes";
      case No(var why) -> why.isBlank() ? "no" : "no: " + why;
      case Words(var text) -> text;
    };
  }
}
