package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.AnswerQuestion;
import dev.godmode.kernel.Command.AskPerson;
import dev.godmode.kernel.Command.AskQuestion;
import dev.godmode.kernel.Command.DropQuestion;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.Asked;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.protocol.api.Explanation;
import dev.godmode.protocol.event.TaskEvent.AttemptAnswered;
import dev.godmode.protocol.event.TaskEvent.AttemptAsked;
import dev.godmode.protocol.event.TaskEvent.QuestionDropped;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.TaskId;
import java.util.List;
import java.util.Optional;

/**
 * What programs ask in the midst of their work. The attempt keeps its lease and waits; an answer is
 * bound to the payload that was seen, and goes to the node once it is durable. A node that was away
 * just then asks again, and is told the same.
 */
final class QuestionDesk {

  private static final String NOBODY_ANSWERED = "nobody answered in time";

  private QuestionDesk() {}

  static Reply ask(Turn turn, AskQuestion command) {
    var key = command.attempt();
    var lease = LeaseDesk.live(turn.state(), command.node(), key);
    if (lease.isEmpty()) {
      turn.act(LeaseDesk.fence(command.node(), key));
      return DONE;
    }
    Losses.rejoin(turn, lease.get());
    var known = answer(turn.state(), key, command.question().id());
    if (known.isPresent()) {
      tell(turn, lease.get(), command.question().id(), known.get());
    } else {
      open(turn, running(turn.state(), key), command.question());
    }
    return DONE;
  }

  /** Never in place of what its program asks already: that may be a permission. */
  static Reply ask(Turn turn, AskPerson command) {
    var key = command.attempt();
    var lease =
        turn.state()
            .tasks()
            .find(key.task())
            .flatMap(task -> task.phase().held())
            .filter(held -> held.attempt().equals(key));
    if (lease.isEmpty()) {
      return refused(Code.CONFLICT, "attempt %s has ended", key);
    }
    var asked = lease.get().asks().map(Asked::question);
    if (asked.filter(other -> !other.equals(command.question())).isPresent()) {
      return refused(
          Code.CONFLICT,
          "task %s asks something already: %s Ask again when that is answered",
          key.task(),
          asked.get().text());
    }
    if (asked.isEmpty() && answer(turn.state(), key, command.question().id()).isEmpty()) {
      turn.emit(new AttemptAsked(key, command.question()));
    }
    return DONE;
  }

  private static Optional<Answer> answer(State state, AttemptKey key, String question) {
    return state
        .tasks()
        .find(key.task())
        .flatMap(task -> task.attempt(key))
        .flatMap(attempt -> attempt.answer(question));
  }

  /** A program asks one thing at a time: what it asked before it needs no more. */
  private static void open(Turn turn, Running lease, Question question) {
    if (lease.asks().filter(asked -> asked.question().equals(question)).isPresent()) {
      return;
    }
    drop(turn, lease, "it asks something else now");
    turn.emit(new AttemptAsked(lease.attempt(), question));
  }

  private static Running running(State state, AttemptKey key) {
    return state.tasks().find(key.task()).flatMap(task -> task.phase().held()).orElseThrow();
  }

  static Reply drop(Turn turn, DropQuestion command) {
    LeaseDesk.live(turn.state(), command.node(), command.attempt())
        .filter(lease -> asks(lease, command.question()))
        .ifPresent(lease -> drop(turn, lease, command.why()));
    return DONE;
  }

  private static boolean asks(Running lease, String question) {
    return lease.asks().filter(asked -> asked.question().id().equals(question)).isPresent();
  }

  /** Its question, if it has one, needs no answer any more. */
  static void drop(Turn turn, Running lease, String why) {
    lease
        .asks()
        .ifPresent(
            asked -> turn.emit(new QuestionDropped(lease.attempt(), asked.question().id(), why)));
  }

  static Reply answer(Turn turn, AnswerQuestion command) {
    var lease = turn.state().tasks().find(command.task()).flatMap(task -> task.phase().held());
    var asked = lease.flatMap(Running::asks);
    if (asked.isEmpty()) {
      return refused(Code.CONFLICT, "task %s asks nothing just now", command.task());
    }
    var question = asked.get().question();
    return problem(question, command)
        .orElseGet(
            () -> {
              turn.emit(
                  new AttemptAnswered(
                      lease.get().attempt(),
                      question.id(),
                      question.payloadHash(),
                      command.answer(),
                      command.by()));
              tell(turn, lease.get(), question.id(), command.answer());
              return DONE;
            });
  }

  private static Optional<Reply> problem(Question question, AnswerQuestion command) {
    if (!question.id().equals(command.question())
        || !question.payloadHash().equals(command.payload())) {
      return Optional.of(
          refused(
              Code.CONFLICT,
              "what you saw is not what task %s asks now: look at it again",
              command.task()));
    }
    return switch (question.kind()) {
      case PERMISSION ->
          command.answer() instanceof Answer.Words
              ? Optional.of(
                  refused(Code.INVALID, "it asks for a permission: the answer is yes or no"))
              : Optional.empty();
      case CHOICE ->
          command.answer() instanceof Answer.Yes
              ? Optional.of(refused(Code.INVALID, "it asks for words, not for a permission"))
              : Optional.empty();
    };
  }

  private static void tell(Turn turn, Running lease, String question, Answer answer) {
    turn.act(new Effect.AnswerAttempt(lease.node(), lease.attempt(), question, answer));
  }

  /** Says no for those that nobody answered in time. */
  static void look(Turn turn) {
    for (var id : List.copyOf(turn.state().tasks().unanswered(turn.now()))) {
      lapse(turn, id);
    }
  }

  private static void lapse(Turn turn, TaskId id) {
    var lease = turn.state().tasks().find(id).flatMap(task -> task.phase().held()).orElseThrow();
    var question = lease.asks().orElseThrow().question();
    var no = new Answer.No(NOBODY_ANSWERED);
    turn.emit(new AttemptAnswered(lease.attempt(), question.id(), question.payloadHash(), no, ""));
    tell(turn, lease, question.id(), no);
  }

  static Explanation explained(Task task, Asked asked) {
    return Explanation.said(
        "its program waits for an answer since %s: %s"
            .formatted(asked.since(), asked.question().text()),
        "gm task answer " + task.id());
  }
}
