package dev.godmode.kernel;

/** What the caller of a command is told, once what it led to is durable. */
public sealed interface Reply {

  record Done() implements Reply {}

  /**
   * Nothing was changed.
   *
   * @param why a sentence for people: what is wrong and what to do
   */
  record Refused(Code code, String why) implements Reply {}

  /** Why a command is refused; each maps to one HTTP status. */
  enum Code {
    NOT_FOUND,
    /** The state it is in does not allow this. */
    CONFLICT,
    INVALID,
    /** A dependency is unknown to the kernel: it may have ended and left; look it up again. */
    DEPENDENCY_UNKNOWN,
    FORBIDDEN
  }
}
