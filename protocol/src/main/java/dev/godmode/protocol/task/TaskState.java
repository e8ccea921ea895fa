package dev.godmode.protocol.task;

/**
 * Where a task stands. {@code UNVERIFIED} is an end beside the glossary's three: the program said
 * it succeeded, but no acceptance check proved it.
 */
public enum TaskState {
  /** May not be queued yet: held, or until a time, or after other tasks. */
  PENDING,
  /** Ready, waits for a slot. */
  QUEUED,
  /** On a node. */
  RUNNING,
  /** A person is needed before it can go on. */
  WAITING,
  SUCCEEDED,
  UNVERIFIED,
  FAILED,
  CANCELLED;

  public boolean isTerminal() {
    return switch (this) {
      case PENDING, QUEUED, RUNNING, WAITING -> false;
      case SUCCEEDED, UNVERIFIED, FAILED, CANCELLED -> true;
    };
  }

  /** Whether a task that waits for this one may go on. */
  public boolean satisfiesDependents() {
    return this == SUCCEEDED || this == UNVERIFIED;
  }
}
