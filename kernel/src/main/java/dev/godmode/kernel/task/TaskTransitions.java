package dev.godmode.kernel.task;

import static dev.godmode.protocol.task.TaskState.CANCELLED;
import static dev.godmode.protocol.task.TaskState.FAILED;
import static dev.godmode.protocol.task.TaskState.PENDING;
import static dev.godmode.protocol.task.TaskState.QUEUED;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static dev.godmode.protocol.task.TaskState.SUCCEEDED;
import static dev.godmode.protocol.task.TaskState.UNVERIFIED;
import static dev.godmode.protocol.task.TaskState.WAITING;

import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.event.TaskEvent.AttemptAnswered;
import dev.godmode.protocol.event.TaskEvent.AttemptAsked;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.event.TaskEvent.AttemptRejoined;
import dev.godmode.protocol.event.TaskEvent.QuestionDropped;
import dev.godmode.protocol.event.TaskEvent.TaskApproved;
import dev.godmode.protocol.event.TaskEvent.TaskCancelled;
import dev.godmode.protocol.event.TaskEvent.TaskDelayed;
import dev.godmode.protocol.event.TaskEvent.TaskFailed;
import dev.godmode.protocol.event.TaskEvent.TaskHeld;
import dev.godmode.protocol.event.TaskEvent.TaskQueued;
import dev.godmode.protocol.event.TaskEvent.TaskReleased;
import dev.godmode.protocol.event.TaskEvent.TaskRevived;
import dev.godmode.protocol.event.TaskEvent.TaskSucceeded;
import dev.godmode.protocol.event.TaskEvent.TaskUnverified;
import dev.godmode.protocol.event.TaskEvent.TaskWaiting;
import dev.godmode.protocol.task.TaskState;
import java.util.List;

/** Every legal move of a task, and the event that makes it. There is no other place. */
public final class TaskTransitions {

  /** One legal move. */
  public record Move(TaskState from, Class<? extends TaskEvent> event, TaskState to) {

    @Override
    public String toString() {
      return from + " -" + event.getSimpleName() + "-> " + to;
    }
  }

  public static final List<Move> LEGAL =
      List.of(
          new Move(PENDING, TaskQueued.class, QUEUED),
          new Move(PENDING, TaskHeld.class, PENDING),
          new Move(PENDING, TaskReleased.class, PENDING),
          new Move(PENDING, TaskWaiting.class, WAITING),
          new Move(PENDING, TaskFailed.class, FAILED),
          new Move(PENDING, TaskCancelled.class, CANCELLED),
          new Move(QUEUED, AttemptLeased.class, RUNNING),
          new Move(QUEUED, TaskHeld.class, PENDING),
          new Move(QUEUED, TaskFailed.class, FAILED),
          new Move(QUEUED, TaskCancelled.class, CANCELLED),
          new Move(RUNNING, TaskSucceeded.class, SUCCEEDED),
          new Move(RUNNING, TaskUnverified.class, UNVERIFIED),
          new Move(RUNNING, TaskFailed.class, FAILED),
          new Move(RUNNING, TaskCancelled.class, CANCELLED),
          new Move(RUNNING, TaskDelayed.class, PENDING),
          new Move(RUNNING, TaskQueued.class, QUEUED),
          new Move(RUNNING, TaskHeld.class, PENDING),
          new Move(RUNNING, TaskWaiting.class, WAITING),
          new Move(RUNNING, AttemptRejoined.class, RUNNING),
          new Move(RUNNING, AttemptAsked.class, WAITING),
          new Move(WAITING, AttemptAnswered.class, RUNNING),
          new Move(WAITING, QuestionDropped.class, RUNNING),
          new Move(WAITING, AttemptRejoined.class, RUNNING),
          new Move(WAITING, TaskApproved.class, PENDING),
          new Move(WAITING, TaskWaiting.class, WAITING),
          new Move(WAITING, TaskQueued.class, QUEUED),
          new Move(WAITING, TaskHeld.class, PENDING),
          new Move(WAITING, TaskFailed.class, FAILED),
          new Move(WAITING, TaskCancelled.class, CANCELLED),
          new Move(SUCCEEDED, TaskRevived.class, PENDING),
          new Move(UNVERIFIED, TaskRevived.class, PENDING),
          new Move(FAILED, TaskRevived.class, PENDING),
          new Move(CANCELLED, TaskRevived.class, PENDING));

  private TaskTransitions() {}

  /**
   * Checks a move.
   *
   * @throws IllegalStateException when it is not in the table: a fault of the kernel
   */
  static void check(TaskState from, TaskEvent event, TaskState to) {
    if (!LEGAL.contains(new Move(from, event.getClass(), to))) {
      throw new IllegalStateException(
          "illegal move of task %s: %s -%s-> %s"
              .formatted(event.task(), from, event.getClass().getSimpleName(), to));
    }
  }
}
