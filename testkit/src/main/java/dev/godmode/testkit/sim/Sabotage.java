package dev.godmode.testkit.sim;

/** Bugs planted on purpose: a simulator that does not find them proves nothing. */
public enum Sabotage {
  NONE,
  /** Control acts before what it decided is durable, and forgets it in a crash. */
  EFFECTS_BEFORE_COMMIT,
  /** A report is taken for whatever attempt runs now, whichever fence it carries. */
  FENCE_IGNORED,
  /** A worker throws its report away once sent, without waiting for the confirmation. */
  REPORT_NOT_SPOOLED,
  /** Control takes up its journal one entry too early when it restarts. */
  TAIL_CUT_OFF,
  /** The tables say where they stand before they have all that belongs there. */
  PROJECTION_TORN
}
