package dev.godmode.kernel;

import static dev.godmode.kernel.SpecBuilder.named;
import static dev.godmode.protocol.task.TaskState.CANCELLED;
import static dev.godmode.protocol.task.TaskState.FAILED;
import static dev.godmode.protocol.task.TaskState.PENDING;
import static dev.godmode.protocol.task.TaskState.QUEUED;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static dev.godmode.protocol.task.TaskState.SUCCEEDED;
import static dev.godmode.protocol.task.TaskState.UNVERIFIED;
import static dev.godmode.protocol.task.TaskState.WAITING;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.godmode.kernel.task.TaskTransitions;
import dev.godmode.kernel.task.TaskTransitions.Move;
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
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Lifecycle.Persistent;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each legal move of a task is taken by a story; a move without one fails here. */
class EveryTaskMoveTest {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Question QUESTION =
      new Question("q", Question.Kind.PERMISSION, "May it?", List.of(), "rm -rf build");

  private final Map<Move, Consumer<Scenario>> stories = new LinkedHashMap<>();

  EveryTaskMoveTest() {
    fromPending();
    fromQueued();
    fromRunning();
    ofPersistentAgents();
    whenItsNodeIsLost();
    whenItsProgramAsks();
    fromWaiting();
    fromEnded();
  }

  @TestFactory
  Stream<DynamicTest> a_story_takes_the_move() {
    return TaskTransitions.LEGAL.stream()
        .map(move -> dynamicTest(move.toString(), () -> assertTaken(move)));
  }

  @Test
  void no_story_is_left_of_a_move_that_is_not_legal_any_more() {
    assertThat(stories.keySet()).containsExactlyInAnyOrderElementsOf(TaskTransitions.LEGAL);
  }

  private void assertTaken(Move move) {
    var scenario = new Scenario();
    requireNonNull(stories.get(move), "no story takes this move").accept(scenario);
    assertThat(scenario.moves()).contains(move);
  }

  private void story(
      TaskState from, Class<? extends TaskEvent> event, TaskState to, Consumer<Scenario> story) {
    stories.put(new Move(from, event, to), story);
  }

  private void fromPending() {
    story(PENDING, TaskQueued.class, QUEUED, s -> s.submit("a"));
    story(PENDING, TaskHeld.class, PENDING, s -> s.submit(named("a").held()));
    story(
        PENDING,
        TaskReleased.class,
        PENDING,
        s -> s.send(new Command.ReleaseTask(s.submit(named("a").held()))));
    story(PENDING, TaskWaiting.class, WAITING, s -> s.submit(named("a").approval()));
    story(
        PENDING,
        TaskFailed.class,
        FAILED,
        s -> {
          s.submit(named("a").held().deadline(s.now().plus(SOON)));
          s.silence(SOON);
        });
    story(
        PENDING,
        TaskCancelled.class,
        CANCELLED,
        s -> cancel(s, s.submit(named("b").after(s.submit("a")))));
  }

  private void fromQueued() {
    story(QUEUED, AttemptLeased.class, RUNNING, EveryTaskMoveTest::running);
    story(
        QUEUED,
        TaskHeld.class,
        PENDING,
        s -> {
          s.submit(named("a").fromRoadmap("1"));
          s.send(new Command.SwitchAutopilot(false));
        });
    story(
        QUEUED,
        TaskFailed.class,
        FAILED,
        s -> {
          s.submit(named("a").deadline(s.now().plus(SOON)));
          s.silence(SOON);
        });
    story(QUEUED, TaskCancelled.class, CANCELLED, s -> cancel(s, s.submit("a")));
  }

  private void fromRunning() {
    story(RUNNING, TaskSucceeded.class, SUCCEEDED, s -> s.end(running(s), Ending.SUCCEEDED));
    story(RUNNING, TaskUnverified.class, UNVERIFIED, s -> s.end(running(s), Ending.UNVERIFIED));
    story(
        RUNNING,
        TaskFailed.class,
        FAILED,
        s -> {
          s.node("forge", 1);
          s.end(s.submit(named("a").maxAttempts(1)), Ending.PROGRAM_FAILED);
        });
    story(
        RUNNING,
        TaskCancelled.class,
        CANCELLED,
        s -> {
          var task = running(s);
          cancel(s, task);
          s.end(task, Ending.STOPPED);
        });
    story(RUNNING, TaskDelayed.class, PENDING, s -> s.end(running(s), Ending.PROGRAM_FAILED));
    story(
        RUNNING,
        TaskQueued.class,
        QUEUED,
        s -> {
          running(s);
          s.silence(Duration.ofSeconds(10));
        });
  }

  private void ofPersistentAgents() {
    story(
        RUNNING,
        TaskHeld.class,
        PENDING,
        s -> {
          var task = kept(s);
          s.send(new Command.StopAgent("scribe", "enough"));
          s.end(task, Ending.STOPPED);
        });
    story(
        RUNNING,
        TaskWaiting.class,
        WAITING,
        s -> {
          var task = kept(s);
          for (var ends = 0; ends < 2; ends++) {
            s.end(task, Ending.PROGRAM_FAILED);
            s.pass(SOON, s.kernel().nodes().iterator().next().id());
          }
        });
  }

  private static TaskId kept(Scenario s) {
    s.node("forge", 1);
    s.declare(
        Profiles.persistent("scribe", new Persistent(Optional.empty(), 1, Duration.ofHours(1))));
    return s.startAgent("scribe");
  }

  private void whenItsNodeIsLost() {
    story(
        RUNNING,
        AttemptRejoined.class,
        RUNNING,
        s -> {
          var task = missing(s);
          s.heartbeat(s.running(task).node(), s.attempt(task));
        });
    story(
        WAITING,
        AttemptRejoined.class,
        RUNNING,
        s -> {
          var task = stranded(s);
          s.heartbeat(s.running(task).node(), s.attempt(task));
        });
  }

  private void whenItsProgramAsks() {
    story(RUNNING, AttemptAsked.class, WAITING, EveryTaskMoveTest::asking);
    story(
        WAITING,
        AttemptAnswered.class,
        RUNNING,
        s -> {
          var task = asking(s);
          s.send(
              new Command.AnswerQuestion(
                  task, QUESTION.id(), QUESTION.payloadHash(), new Answer.Yes(), "ada"));
        });
    story(WAITING, QuestionDropped.class, RUNNING, s -> s.end(asking(s), Ending.SUCCEEDED));
  }

  private static TaskId asking(Scenario s) {
    var task = running(s);
    s.send(new Command.AskQuestion(s.running(task).node(), s.attempt(task), QUESTION));
    return task;
  }

  private static TaskId missing(Scenario s) {
    s.declare(Scenario.waiting("keeper", SOON));
    s.node("forge", 1);
    var task = s.submit(named("a").agent("keeper"));
    s.silence(Duration.ofSeconds(8));
    return task;
  }

  private static TaskId stranded(Scenario s) {
    var task = missing(s);
    s.silence(SOON);
    return task;
  }

  private void fromWaiting() {
    story(
        WAITING,
        TaskApproved.class,
        PENDING,
        s -> s.send(new Command.ApproveTask(s.submit(named("a").approval()), "go")));
    story(
        WAITING,
        TaskWaiting.class,
        WAITING,
        s -> {
          var first = failed(s);
          s.submit(named("b").after(first).approval());
          s.send(new Command.RetryTask(first, named("a").build(), 1, List.of()));
          s.end(first, Ending.SUCCEEDED);
        });
    story(
        WAITING,
        TaskQueued.class,
        QUEUED,
        s -> {
          var first = failed(s);
          s.submit(named("b").after(first));
          s.send(new Command.RetryTask(first, named("a").build(), 1, List.of()));
          s.end(first, Ending.SUCCEEDED);
        });
    story(
        WAITING,
        TaskHeld.class,
        PENDING,
        s -> s.send(new Command.HoldTask(s.submit(named("a").approval()), "not now")));
    story(
        WAITING,
        TaskFailed.class,
        FAILED,
        s -> {
          s.submit(named("a").approval().deadline(s.now().plus(SOON)));
          s.silence(SOON);
        });
    story(WAITING, TaskCancelled.class, CANCELLED, s -> cancel(s, s.submit(named("a").approval())));
  }

  private void fromEnded() {
    story(
        SUCCEEDED,
        TaskRevived.class,
        PENDING,
        s -> {
          var task = running(s);
          s.end(task, Ending.SUCCEEDED);
          retry(s, task);
        });
    story(
        UNVERIFIED,
        TaskRevived.class,
        PENDING,
        s -> {
          var task = running(s);
          s.end(task, Ending.UNVERIFIED);
          retry(s, task);
        });
    story(FAILED, TaskRevived.class, PENDING, s -> retry(s, failed(s)));
    story(
        CANCELLED,
        TaskRevived.class,
        PENDING,
        s -> {
          var task = s.submit("a");
          cancel(s, task);
          retry(s, task);
        });
  }

  private static TaskId running(Scenario s) {
    s.node("forge", 1);
    return s.submit("a");
  }

  private static TaskId failed(Scenario s) {
    s.node("forge", 1);
    var task = s.submit(named("a").maxAttempts(1));
    s.end(task, Ending.PROGRAM_FAILED);
    return task;
  }

  private static void cancel(Scenario s, TaskId task) {
    s.send(new Command.CancelTask(task, "no need"));
  }

  private static void retry(Scenario s, TaskId task) {
    s.send(new Command.RetryTask(task, s.task(task).spec(), 1, List.of()));
  }
}
