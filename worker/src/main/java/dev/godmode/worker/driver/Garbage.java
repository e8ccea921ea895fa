package dev.godmode.worker.driver;

import dev.godmode.protocol.task.Ending;

/** Lines of a program that mean nothing: they are shown, and too many of them are a failure. */
final class Garbage {

  private static final int SHOWN_CHARS = 200;

  private final String who;
  private int lines;

  /**
   * None yet.
   *
   * @param who the program, as people know it
   */
  Garbage(String who) {
    this.who = who;
  }

  Dialect.Turn heard(String line) {
    lines++;
    return Dialect.Turn.of(
        lines == Dialect.GARBAGE_MAX
            ? new Happening.Failed(
                Ending.AGENT_FAILED,
                "%s prints what nobody understands, last: %s"
                    .formatted(who, Lines.cut(line, SHOWN_CHARS)))
            : new Happening.Said(Lines.cut(line)));
  }
}
