package dev.godmode.protocol.task;

import java.util.Optional;

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
  SECRET_MISSING,
  /** The agent's program told that it failed, or spoke in a way that nobody understands. */
  AGENT_FAILED,
  /** The model that the agent's program needs cannot be reached, or is in trouble. */
  MODEL_UNREACHABLE,
  /** The agent's program ran into a limit of use. */
  LIMIT_REACHED,
  /** The agent's program has no login, or one that counts no more. */
  LOGGED_OUT;

  /** Whose fault it is; empty when it ended well. */
  public Optional<FailureCause> cause() {
    return switch (this) {
      case SUCCEEDED, UNVERIFIED -> Optional.empty();
      case CHECKS_FAILED -> Optional.of(FailureCause.TASK);
      case PROGRAM_FAILED,
          TIMED_OUT,
          OUTPUT_EXCEEDED,
          MEMORY_EXCEEDED,
          COULD_NOT_START,
          STUCK,
          AGENT_FAILED ->
          Optional.of(FailureCause.AGENT);
      case ORPHANED, EXECUTOR_LOST, MODEL_UNREACHABLE -> Optional.of(FailureCause.INFRASTRUCTURE);
      case LIMIT_REACHED -> Optional.of(FailureCause.LIMIT);
      case SECRET_MISSING -> Optional.of(FailureCause.POLICY);
      case STOPPED, LOGGED_OUT -> Optional.of(FailureCause.HUMAN);
    };
  }

  /** Only failures of the task or its agent use up attempts; all others do not. */
  public boolean countsAsFailure() {
    return cause()
        .filter(cause -> cause == FailureCause.TASK || cause == FailureCause.AGENT)
        .isPresent();
  }

  /** The fleet took it away before it ended by itself. */
  public boolean isLoss() {
    return this == ORPHANED || this == EXECUTOR_LOST;
  }
}
