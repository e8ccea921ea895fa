package dev.godmode.protocol.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How an agent's program is spoken to. */
public enum AgentDriver {
  /** A program that is started and ends; nobody speaks to it. */
  COMMAND("", ""),
  /** Our own program for any model that speaks chat completions; every node has it. */
  LOOP("", ""),
  /** Nothing: ends unverified at once, for measuring all but the work. */
  NOOP("", ""),
  /** Claude Code. */
  CLAUDE("claude", "npm install -g @anthropic-ai/claude-code"),
  /** OpenAI's Codex. */
  CODEX("codex", "npm install -g @openai/codex"),
  /** Whatever speaks the Agent Client Protocol; its profile says by which command. */
  ACP("", "");

  private final String program;
  private final String whence;

  AgentDriver(String program, String whence) {
    this.program = program;
    this.whence = whence;
  }

  /** As profiles say it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The program that a node must have, also a skill's name; empty when each task brings its own.
   */
  public Optional<String> program() {
    return Optional.of(program).filter(name -> !name.isEmpty());
  }

  /** The command that puts its program on a machine. */
  public String whence() {
    return whence;
  }

  /** Whether its program is spoken to while it runs, so that it can ask and be answered. */
  public boolean speaks() {
    return switch (this) {
      case COMMAND, NOOP -> false;
      case LOOP, CLAUDE, CODEX, ACP -> true;
    };
  }

  /** The driver of that name; empty when there is none here. */
  public static Optional<AgentDriver> of(String word) {
    return Arrays.stream(values()).filter(driver -> driver.word().equals(word)).findFirst();
  }

  /** The driver whose program that skill is. */
  public static Optional<AgentDriver> ofSkill(String skill) {
    return Arrays.stream(values())
        .filter(driver -> driver.program().equals(Optional.of(skill)))
        .findFirst();
  }

  /** All names. */
  public static Set<String> words() {
    return Arrays.stream(values()).map(AgentDriver::word).collect(Collectors.toSet());
  }
}
