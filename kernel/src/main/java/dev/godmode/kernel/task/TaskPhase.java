package dev.godmode.kernel.task;

import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.task.WaitingFor;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A task's state with exactly what is true in it. */
public sealed interface TaskPhase {

  TaskState state();

  /** The lease it holds; empty when no attempt of it may run anywhere. */
  default Optional<Running> held() {
    return switch (this) {
      case Running running -> Optional.of(running);
      case Stranded stranded -> Optional.of(stranded.lease());
      case After _, Until _, Held _, Queued _, Waiting _, Ended _ -> Optional.empty();
    };
  }

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

  /**
   * On a node, under a lease.
   *
   * @param stuckSince since when it gives no sign of progress
   * @param missing while its node is lost and it waits for it
   * @param asks while its program waits for a person's answer
   */
  record Running(
      AttemptKey attempt,
      NodeId node,
      Stopping stopping,
      String why,
      Optional<Missing> missing,
      Optional<Instant> stuckSince,
      Optional<Asked> asks)
      implements TaskPhase {

    static Running on(NodeId node, AttemptKey attempt) {
      return new Running(
          attempt, node, Stopping.NO, "", Optional.empty(), Optional.empty(), Optional.empty());
    }

    Running stopping(Stopping next, String reason) {
      return new Running(attempt, node, next, reason, missing, stuckSince, asks);
    }

    Running stuck(Optional<Instant> since) {
      return new Running(attempt, node, stopping, why, missing, since, asks);
    }

    Running missing(Optional<Missing> next) {
      return new Running(attempt, node, stopping, why, next, stuckSince, asks);
    }

    Running asking(Optional<Asked> next) {
      return new Running(attempt, node, stopping, why, missing, stuckSince, next);
    }

    @Override
    public TaskState state() {
      return asks.isPresent() ? TaskState.WAITING : TaskState.RUNNING;
    }
  }

  /**
   * A question that is open.
   *
   * @param until then it is answered with no: nobody's silence is a yes
   */
  record Asked(Question question, Instant since, Instant until) {}

  /**
   * How long an attempt has waited for its lost node, and may.
   *
   * @param until then a person is asked
   */
  record Missing(Instant since, Instant until) {}

  /**
   * Its node is lost and its patience is over: a person may move it. Until then it keeps its lease,
   * and goes on when the node comes back with it.
   */
  record Stranded(Running lease, String question, Instant since) implements TaskPhase {

    @Override
    public TaskState state() {
      return TaskState.WAITING;
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
