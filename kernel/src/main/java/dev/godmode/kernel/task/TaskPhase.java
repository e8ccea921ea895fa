package dev.godmode.kernel.task;

import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.task.WaitingFor;
import java.time.Instant;
import java.util.Set;

/** A task's state with exactly what is true in it. */
public sealed interface TaskPhase {

  TaskState state();

  /** Pending after other tasks that have not ended well yet. */
  record After(Set<TaskId> tasks) implements TaskPhase {
    public After {
      tasks = Set.copyOf(tasks);
    }

    @Override
    public TaskState state() {
      return TaskState.PENDING;
    }
  }

  /** Pending until a time. */
  record Until(Instant time, String reason) implements TaskPhase {
    @Override
    public TaskState state() {
      return TaskState.PENDING;
    }
  }

  /** Pending until a person or the autopilot releases it. */
  record Held(String reason) implements TaskPhase {

    /** The reason of tasks from the roadmap while the autopilot does not work on it. */
    public static final String AUTOPILOT_OFF = "autopilot is off";

    @Override
    public TaskState state() {
      return TaskState.PENDING;
    }
  }

  record Queued(Instant since) implements TaskPhase {
    @Override
    public TaskState state() {
      return TaskState.QUEUED;
    }
  }

  /** On a node, under a lease. */
  record Running(AttemptKey attempt, NodeId node, Stopping stopping, String why)
      implements TaskPhase {
    @Override
    public TaskState state() {
      return TaskState.RUNNING;
    }
  }

  /** Whether and why a running attempt has been told to stop. */
  enum Stopping {
    NO,
    CANCEL,
    HOLD,
    DEADLINE,
    FLEET,
    DRAIN
  }

  record Waiting(WaitingFor what, String question, Instant since) implements TaskPhase {
    @Override
    public TaskState state() {
      return TaskState.WAITING;
    }
  }

  /** Over: succeeded, unverified, failed or cancelled. */
  record Ended(TaskState state, String reason, Instant at) implements TaskPhase {}
}
