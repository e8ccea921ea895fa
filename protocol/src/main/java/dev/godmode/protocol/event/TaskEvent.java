package dev.godmode.protocol.event;

import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Allotment;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.EndedDependency;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.SecretGrant;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.task.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Facts about one task. */
public sealed interface TaskEvent extends Event {

  TaskId task();

  /** Facts about one attempt. */
  sealed interface AttemptEvent extends TaskEvent {
    AttemptKey attempt();

    @Override
    default TaskId task() {
      return attempt().task();
    }
  }

  /** A task came in; it is pending until another event says more. */
  record TaskSubmitted(TaskId task, TaskSpec spec, List<EndedDependency> ended)
      implements TaskEvent {
    public TaskSubmitted {
      ended = List.copyOf(ended);
    }
  }

  /** A task that had ended elsewhere, before God Mode knew of it, was entered for the record. */
  record TaskRecorded(
      TaskId task, TaskSpec spec, TaskState state, int attempts, String result, String reason)
      implements TaskEvent {}

  /** What is asked for was changed before the task ran (a hand edit of the roadmap). */
  record TaskAmended(TaskId task, TaskSpec spec, List<EndedDependency> ended) implements TaskEvent {
    public TaskAmended {
      ended = List.copyOf(ended);
    }
  }

  /** Ready: nothing is missing but a slot. */
  record TaskQueued(TaskId task, String reason) implements TaskEvent {}

  /** Not before that time: backoff. */
  record TaskDelayed(TaskId task, Instant until, String reason) implements TaskEvent {}

  /** Pending until released. */
  record TaskHeld(TaskId task, String reason) implements TaskEvent {}

  record TaskReleased(TaskId task) implements TaskEvent {}

  /** A person is needed; the question says for what. */
  record TaskWaiting(TaskId task, WaitingFor what, String question) implements TaskEvent {}

  record TaskApproved(TaskId task, String note) implements TaskEvent {}

  /** A task that had ended is to be tried again, with a fresh count of failures. */
  record TaskRevived(TaskId task, TaskSpec spec, int attemptsMade, List<EndedDependency> ended)
      implements TaskEvent {
    public TaskRevived {
      ended = List.copyOf(ended);
    }
  }

  /** Cancel was asked for while an attempt runs; its end follows. */
  record CancelRequested(TaskId task, String reason) implements TaskEvent {}

  /** A stop was asked for while an attempt runs: when that ends the task is held. */
  record HoldRequested(TaskId task, String reason) implements TaskEvent {}

  /** From now on it runs on this node and nowhere else; on any when there is none. */
  record TaskPinned(TaskId task, Optional<String> node, String reason) implements TaskEvent {}

  /** Its latest useful end passed while an attempt runs; its end follows. */
  record DeadlinePassed(TaskId task, Instant deadline) implements TaskEvent {}

  record TaskSucceeded(TaskId task) implements TaskEvent {}

  record TaskUnverified(TaskId task) implements TaskEvent {}

  record TaskFailed(TaskId task, String reason) implements TaskEvent {}

  record TaskCancelled(TaskId task, String reason) implements TaskEvent {}

  /**
   * A node was chosen and holds the lease.
   *
   * @param why what spoke for it
   * @param allotment what is set aside for it there; empty when it asks for nothing
   */
  record AttemptLeased(AttemptKey attempt, NodeId node, String why, Optional<Allotment> allotment)
      implements AttemptEvent {

    /** A lease with nothing set aside. */
    public AttemptLeased(AttemptKey attempt, NodeId node, String why) {
      this(attempt, node, why, Optional.empty());
    }
  }

  /**
   * Its program runs.
   *
   * @param documents the snapshot of the documents that it was given; journals of old have none
   */
  record AttemptStarted(AttemptKey attempt, Optional<SnapshotMark> documents)
      implements AttemptEvent {

    /** One that was given no documents. */
    public AttemptStarted(AttemptKey attempt) {
      this(attempt, Optional.empty());
    }
  }

  /** The node must give it back: it drains. The task will be placed anew. */
  record AttemptRecalled(AttemptKey attempt, String reason) implements AttemptEvent {}

  /** Its credential counts no more, and it gets no other one under this fence; it runs on. */
  record CredentialRevoked(AttemptKey attempt, String reason) implements AttemptEvent {}

  /** It got these secrets: their names and what allows it, never a value. */
  record SecretsGiven(AttemptKey attempt, List<SecretGrant> secrets) implements AttemptEvent {
    public SecretsGiven {
      secrets = List.copyOf(secrets);
    }
  }

  /** Control named what it begins from. */
  record AttemptBased(AttemptKey attempt, Checkout checkout) implements AttemptEvent {}

  /** Its program asks a person, and waits. */
  record AttemptAsked(AttemptKey attempt, Question question) implements AttemptEvent {}

  /**
   * Its question is answered, and it goes on.
   *
   * @param question its id
   * @param payload {@link Question#payloadHash} of what was seen by whoever answered
   * @param by who; empty when nobody did in time
   */
  record AttemptAnswered(
      AttemptKey attempt, String question, String payload, Answer answer, String by)
      implements AttemptEvent {}

  /** Nobody needs to answer any more: the program has gone on, or is gone. */
  record QuestionDropped(AttemptKey attempt, String question, String why) implements AttemptEvent {}

  /** It runs, and has given no sign of progress for so long. */
  record AttemptStuck(AttemptKey attempt, Duration idle) implements AttemptEvent {}

  /** It gives signs of progress again. */
  record AttemptMoving(AttemptKey attempt) implements AttemptEvent {}

  /** Its node is lost; by its loss policy it keeps its lease until then, and a person is asked. */
  record AttemptMissing(AttemptKey attempt, Instant until) implements AttemptEvent {}

  /** The node it was missing with is back and still has it: it goes on under the same fence. */
  record AttemptRejoined(AttemptKey attempt) implements AttemptEvent {}

  record AttemptEnded(AttemptKey attempt, AttemptReport report) implements AttemptEvent {}

  /** It failed as others did by what they have in common: it does not count against its task. */
  record AttemptExcused(AttemptKey attempt, String breaker) implements AttemptEvent {}

  /** A report came from a holder whose fence no longer holds: kept for the record, not taken. */
  record ReportRefused(AttemptKey attempt, NodeId node, AttemptReport report, String why)
      implements AttemptEvent {}
}
