package dev.godmode.protocol.task;

/** How an attempt ended. */
public enum Ending {
  /** Exit 0 and every acceptance check passed. */
  SUCCEEDED,
  /** Exit 0, but there was no check to prove it. */
  UNVERIFIED,
  CHECKS_FAILED,
  PROGRAM_FAILED,
  TIMED_OUT,
  OUTPUT_EXCEEDED,
  MEMORY_EXCEEDED,
  /** The program could not be started: missing, not executable, no workspace. */
  COULD_NOT_START,
  /** It gave no sign of progress for longer than its limit. */
  STUCK,
  /** Stopped on request: cancel, STOP, drain. */
  STOPPED,
  /** Its lease ran out: the node fell silent or lost it. */
  ORPHANED,
  /** What the node runs it with went away: its container engine is down. */
  EXECUTOR_LOST,
  /** It was not given a secret that it names, so its program was not started. */
  SECRET_MISSING;

  /** Only failures of the task or its agent use up attempts; those of the fleet do not. */
  public boolean countsAsFailure() {
    return switch (this) {
      case CHECKS_FAILED,
          PROGRAM_FAILED,
          TIMED_OUT,
          OUTPUT_EXCEEDED,
          MEMORY_EXCEEDED,
          COULD_NOT_START,
          STUCK ->
          true;
      case SUCCEEDED, UNVERIFIED, STOPPED, ORPHANED, EXECUTOR_LOST, SECRET_MISSING -> false;
    };
  }

  /** The fleet took it away before it ended by itself. */
  public boolean isLoss() {
    return this == ORPHANED || this == EXECUTOR_LOST;
  }
}
