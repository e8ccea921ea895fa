package dev.godmode.kernel;

import static dev.godmode.protocol.task.TaskState.PENDING;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static dev.godmode.protocol.task.TaskState.SUCCEEDED;
import static dev.godmode.protocol.task.TaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command.AnswerQuestion;
import dev.godmode.kernel.Command.ApproveTask;
import dev.godmode.kernel.Command.AskPerson;
import dev.godmode.kernel.Command.AskQuestion;
import dev.godmode.kernel.Command.DropQuestion;
import dev.godmode.kernel.Effect.AnswerAttempt;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.protocol.event.TaskEvent.AttemptAnswered;
import dev.godmode.protocol.event.TaskEvent.AttemptAsked;
import dev.godmode.protocol.event.TaskEvent.QuestionDropped;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.Question.Kind;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What programs ask in the midst of their work, and what an answer is bound to. */
class QuestionTest {

  private static final Question MAY_I =
      new Question("q1", Kind.PERMISSION, "May it?", List.of(), "rm -rf build");
  private static final Question WHICH =
      new Question("q2", Kind.CHOICE, "Which colour?", List.of("red", "blue"), "");
  private static final Answer YES = new Answer.Yes();

  private final Scenario s = new Scenario();
  private NodeId forge = new NodeId("none");
  private TaskId task = new TaskId("none");
  private AttemptKey attempt = new AttemptKey(task, 1, 1);

  @BeforeEach
  void it_runs_on_forge() {
    forge = s.node("forge", 1);
    task = s.submit("a");
    attempt = s.attempt(task);
    s.start(attempt);
  }

  private void asks(Question question) {
    s.send(new AskQuestion(forge, attempt, question));
  }

  private Reply answer(Question seen, Answer answer) {
    return s.send(new AnswerQuestion(task, seen.id(), seen.payloadHash(), answer, "ada"));
  }

  @Test
  void a_task_whose_program_asks_waits_and_keeps_its_lease() {
    asks(MAY_I);

    assertThat(s.state(task)).isEqualTo(WAITING);
    assertThat(s.attempt(task)).isEqualTo(attempt);
    assertThat(s.kernel().leased(forge)).containsExactly(task);
    assertThat(s.kernel().explain(task).orElseThrow().mend()).isEqualTo("gm task answer " + task);
  }

  @Test
  void the_answer_goes_to_the_node_and_the_task_runs_on() {
    asks(MAY_I);

    answer(MAY_I, YES);

    assertThat(s.state(task)).isEqualTo(RUNNING);
    assertThat(s.effects(AnswerAttempt.class))
        .containsExactly(new AnswerAttempt(forge, attempt, "q1", YES));
    assertThat(s.events(AttemptAnswered.class))
        .singleElement()
        .returns("ada", AttemptAnswered::by)
        .returns(MAY_I.payloadHash(), AttemptAnswered::payload);
    assertThat(s.task(task).attempt(attempt).map(Attempt::exchanges).orElseThrow())
        .singleElement()
        .satisfies(one -> assertThat(one.answer()).contains(YES));
  }

  @Test
  void what_an_attempt_asks_by_itself_is_asked_once_however_often_it_comes_back() {
    s.send(new AskPerson(attempt, WHICH));
    s.send(new AskPerson(attempt, WHICH));

    answer(WHICH, new Answer.Words("blue"));
    s.send(new AskPerson(attempt, WHICH));

    assertThat(s.events(AttemptAsked.class)).hasSize(1);
    assertThat(s.state(task)).isEqualTo(RUNNING);
    assertThat(s.task(task).attempt(attempt).flatMap(one -> one.answer(WHICH.id())))
        .contains(new Answer.Words("blue"));
  }

  @Test
  void what_an_attempt_asks_by_itself_takes_the_place_of_no_permission() {
    asks(MAY_I);

    var reply = s.send(new AskPerson(attempt, WHICH));

    assertThat(reply).isInstanceOf(Reply.Refused.class);
    assertThat(s.events(QuestionDropped.class)).isEmpty();
    assertThat(answer(MAY_I, YES)).isNotInstanceOf(Reply.Refused.class);
  }

  @Test
  void an_attempt_that_has_ended_asks_nobody() {
    s.end(task, Ending.SUCCEEDED);

    assertThat(s.send(new AskPerson(attempt, WHICH))).isInstanceOf(Reply.Refused.class);
  }

  @Test
  void a_yes_to_another_payload_is_refused() {
    asks(MAY_I);
    var seen = new Question("q1", Kind.PERMISSION, "May it?", List.of(), "rm -rf build/tmp");

    var reply = answer(seen, YES);

    assertThat(reply).isInstanceOf(Reply.Refused.class);
    assertThat(s.state(task)).isEqualTo(WAITING);
    assertThat(s.effects(AnswerAttempt.class)).isEmpty();
  }

  @Test
  void an_answer_to_a_question_that_is_not_asked_any_more_is_refused() {
    asks(MAY_I);
    asks(WHICH);

    assertThat(answer(MAY_I, YES)).isInstanceOf(Reply.Refused.class);
    assertThat(s.events(QuestionDropped.class)).hasSize(1);
    assertThat(s.state(task)).isEqualTo(WAITING);
  }

  @Test
  void words_are_no_permission_and_a_permission_is_no_words() {
    asks(MAY_I);
    assertThat(answer(MAY_I, new Answer.Words("sure"))).isInstanceOf(Reply.Refused.class);
    answer(MAY_I, new Answer.No("no"));

    asks(WHICH);
    assertThat(answer(WHICH, YES)).isInstanceOf(Reply.Refused.class);
    assertThat(answer(WHICH, new Answer.Words("blue"))).isEqualTo(new Reply.Done());
  }

  @Test
  void a_question_that_is_asked_again_is_the_same_question() {
    asks(MAY_I);
    asks(MAY_I);

    assertThat(s.events(AttemptAsked.class)).hasSize(1);
  }

  @Test
  void a_node_that_missed_the_answer_asks_again_and_is_told_the_same() {
    asks(MAY_I);
    answer(MAY_I, YES);

    s.reconnect(forge, attempt);
    asks(MAY_I);

    assertThat(s.state(task)).isEqualTo(RUNNING);
    assertThat(s.events(AttemptAsked.class)).hasSize(1);
    assertThat(s.effects(AnswerAttempt.class)).hasSize(2).allMatch(e -> e.answer().equals(YES));
  }

  @Test
  void nobodys_silence_is_a_yes() {
    asks(MAY_I);

    s.pass(Duration.ofSeconds(1), forge);
    s.leap(Duration.ofHours(23));
    assertThat(s.state(task)).isEqualTo(WAITING);
    s.leap(Duration.ofHours(1));

    assertThat(s.state(task)).isEqualTo(RUNNING);
    assertThat(s.events(AttemptAnswered.class))
        .singleElement()
        .satisfies(e -> assertThat(e.answer()).isInstanceOf(Answer.No.class))
        .returns("", AttemptAnswered::by);
  }

  @Test
  void a_program_that_goes_on_without_an_answer_needs_none() {
    asks(MAY_I);

    s.send(new DropQuestion(forge, attempt, "q1", "it gave up"));

    assertThat(s.state(task)).isEqualTo(RUNNING);
    assertThat(answer(MAY_I, YES)).isInstanceOf(Reply.Refused.class);
  }

  @Test
  void a_program_that_ends_while_it_asks_leaves_no_question() {
    asks(MAY_I);

    s.end(task, Ending.SUCCEEDED);

    assertThat(s.state(task)).isEqualTo(SUCCEEDED);
    assertThat(s.events(QuestionDropped.class)).hasSize(1);
  }

  @Test
  void a_task_that_is_cancelled_while_it_asks_ends_with_its_program() {
    asks(MAY_I);

    s.send(new Command.CancelTask(task, "no need"));
    s.end(task, Ending.STOPPED);

    assertThat(s.state(task).isTerminal()).isTrue();
  }

  @Test
  void a_question_of_an_attempt_that_holds_no_lease_is_fenced_off() {
    var stale = new AttemptKey(task, 1, attempt.fence() + 7);

    s.send(new AskQuestion(forge, stale, MAY_I));

    assertThat(s.effects(Effect.FenceAttempt.class)).isNotEmpty();
    assertThat(s.state(task)).isEqualTo(RUNNING);
  }

  @Test
  void a_plain_yes_is_not_enough_where_a_payload_is_asked_about() {
    asks(MAY_I);

    var reply = s.send(new ApproveTask(task, "go"));

    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Refused.class, no -> assertThat(no.why()).contains("gm task answer"));
  }

  @Test
  void what_asks_on_a_lost_node_is_taken_up_again_where_it_waits_for_it() {
    s.declare(Scenario.waiting("keeper", Duration.ofHours(1)));
    var kept = s.submit(SpecBuilder.named("b").agent("keeper"));
    s.end(task, Ending.SUCCEEDED);
    var its = s.attempt(kept);
    s.send(new AskQuestion(forge, its, MAY_I));

    s.silence(Duration.ofSeconds(8));
    assertThat(s.state(kept)).isEqualTo(RUNNING);
    s.reconnect(forge, its);
    s.send(new AskQuestion(forge, its, MAY_I));

    assertThat(s.state(kept)).isEqualTo(WAITING);
    assertThat(s.running(kept).asks().map(asked -> asked.question())).isEqualTo(Optional.of(MAY_I));
  }

  @Test
  void what_asks_on_a_lost_node_that_moves_asks_anew_elsewhere() {
    asks(MAY_I);

    s.silence(Duration.ofSeconds(8));

    assertThat(s.state(task)).isNotEqualTo(WAITING).isNotEqualTo(PENDING);
    assertThat(s.events(QuestionDropped.class)).hasSize(1);
  }
}
