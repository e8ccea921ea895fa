package dev.godmode.protocol.task;

/** What an attempt does in a step. */
public enum StepKind {
  /** Asks a model. */
  MODEL,
  /** Uses a tool of its own, or runs a program. */
  TOOL,
  /** Uses a tool of the fleet's. */
  FLEET
}
