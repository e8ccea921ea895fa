package dev.godmode.worker.driver;

import dev.godmode.protocol.task.AgentDriver;

/** The dialect of each driver that speaks to its program. */
public final class Dialects {

  private Dialects() {}

  public static Dialect of(AgentDriver driver, Brief brief) {
    return switch (driver) {
      case LOOP -> new LoopDialect(brief);
      case CLAUDE -> new ClaudeDialect(brief);
      case CODEX -> new CodexDialect(brief);
      case COMMAND, NOOP ->
          throw new IllegalArgumentException("nobody speaks to a program of " + driver.word());
    };
  }
}
