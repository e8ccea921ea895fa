package dev.godmode.protocol.task;

/** What a person, or a rule, says to a {@link Question}. */
public sealed interface Answer {

  /** Longest words of one. */
  int TEXT_MAX_CHARS = 4 << 10;

  /** Do exactly what was asked for. */
  record Allow() implements Answer {}

  /**
   * Do not.
   *
   * @param why what the program is told
   */
  record Deny(String why) implements Answer {}

  /** One of the options, or other words. */
  record Say(String text) implements Answer {}

  /** As people read it. */
  default String words() {
    return switch (this) {
      case Allow() -> "yes";
      case Deny(var why) -> why.isBlank() ? "no" : "no: " + why;
      case Say(var text) -> text;
    };
  }
}
