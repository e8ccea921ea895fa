package dev.godmode.kernel;

import static dev.godmode.kernel.SpecBuilder.named;
import static dev.godmode.protocol.task.TaskState.FAILED;
import static dev.godmode.protocol.task.TaskState.PENDING;
import static dev.godmode.protocol.task.TaskState.QUEUED;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static dev.godmode.protocol.task.TaskState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.event.TaskEvent.AttemptMoving;
import dev.godmode.protocol.event.TaskEvent.AttemptStuck;
import dev.godmode.protocol.event.TaskEvent.ReportRefused;
import dev.godmode.protocol.event.TaskEvent.TaskSucceeded;
import dev.godmode.protocol.task.Ending;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseTest {

  private static final Duration LOST = Duration.ofSeconds(8);

  private final Scenario s = new Scenario();

  @Test
  void an_attempt_that_is_stuck_says_since_when_until_it_moves_again() {
    var node = s.node("forge", 1);
    var task = s.submit("a");
    s.start(s.attempt(task));

    s.send(new Command.NoteProgress(node, s.attempt(task), Optional.of(Duration.ofMinutes(5))));
    s.send(new Command.NoteProgress(node, s.attempt(task), Optional.of(Duration.ofMinutes(6))));
    assertThat(s.running(task).stuckSince()).contains(s.now().minus(Duration.ofMinutes(5)));
    s.send(new Command.NoteProgress(node, s.attempt(task), Optional.empty()));

    assertThat(s.running(task).stuckSince()).isEmpty();
    assertThat(s.events(AttemptStuck.class)).hasSize(1);
    assertThat(s.events(AttemptMoving.class)).hasSize(1);
  }

  @Test
  void an_attempt_knows_since_when_its_task_had_waited_for_a_slot() {
    var task = s.submit("a");
    var queued = s.now();
    s.silence(Duration.ofSeconds(2));
    s.node("forge", 1);

    assertThat(s.task(task).attempts().getLast().queuedAt()).contains(queued);
    assertThat(s.task(task).attempts().getLast().leasedAt()).isAfter(queued);
  }

  @Test
  void what_a_stale_holder_says_of_progress_is_nothing() {
    s.node("forge", 1);
    var other = s.node("other", 0);
    var task = s.submit("a");

    s.send(new Command.NoteProgress(other, s.attempt(task), Optional.of(Duration.ofMinutes(5))));

    assertThat(s.running(task).stuckSince()).isEmpty();
  }

  @Test
  void fences_grow_with_every_lease_of_the_fleet() {
    s.node("forge", 2);
    var one = s.submit("one");
    s.submit("two");
    s.end(one, Ending.PROGRAM_FAILED);
    s.pass(Duration.ofSeconds(3), s.kernel().nodes().iterator().next().id());

    assertThat(s.events(AttemptLeased.class))
        .extracting(leased -> leased.attempt().fence())
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void work_of_a_lost_node_runs_elsewhere_and_its_late_report_is_refused() {
    var first = s.node("first", 1);
    var task = s.submit("survives");
    var stale = s.attempt(task);
    s.start(stale);
    var second = s.node("second", 1);

    s.pass(LOST, second);
    assertThat(s.running(task).node()).isEqualTo(second);
    s.end(first, stale, Scenario.report(Ending.SUCCEEDED, "from the dead"));
    s.end(second, s.attempt(task), Scenario.report(Ending.SUCCEEDED, "from the living"));

    assertThat(s.task(task).result()).isEqualTo("from the living");
    assertThat(s.events(ReportRefused.class))
        .singleElement()
        .returns(stale, ReportRefused::attempt)
        .returns(first, ReportRefused::node);
    assertThat(s.events(TaskSucceeded.class)).hasSize(1);
  }

  @Test
  void a_late_report_goes_on_record_though_its_task_has_ended_and_left() {
    var first = s.node("first", 1);
    var task = s.submit("survives");
    var stale = s.attempt(task);
    var second = s.node("second", 1);
    s.pass(LOST, second);
    s.end(task, Ending.SUCCEEDED);
    var left = s.task(task);
    s.forget(task);

    assertThat(s.send(new Command.EndAttempt(first, stale, Scenario.report(Ending.SUCCEEDED))))
        .isInstanceOf(Reply.Refused.class);
    s.send(
        new Command.EndAttempt(first, stale, Scenario.report(Ending.SUCCEEDED), Optional.of(left)));

    assertThat(s.events(ReportRefused.class)).hasSize(1);
    assertThat(s.task(task).attempt(stale).orElseThrow().refused()).isPresent();
    assertThat(s.effects(Effect.ConfirmAttempt.class)).hasSize(2);
  }

  @Test
  void a_report_taken_before_its_task_left_is_only_confirmed_again() {
    var node = s.node("forge", 1);
    var task = s.submit("a");
    var attempt = s.attempt(task);
    s.end(task, Ending.SUCCEEDED);
    var left = s.task(task);
    s.forget(task);

    s.send(
        new Command.EndAttempt(
            node, attempt, Scenario.report(Ending.SUCCEEDED), Optional.of(left)));

    assertThat(s.events(ReportRefused.class)).isEmpty();
    assertThat(s.kernel().task(task)).isEmpty();
    assertThat(s.effects(Effect.ConfirmAttempt.class)).hasSize(2);
  }

  @Test
  void a_report_that_comes_twice_is_taken_once_and_confirmed_twice() {
    var node = s.node("forge", 1);
    var task = s.submit("a");
    var attempt = s.attempt(task);

    s.end(node, attempt, Scenario.report(Ending.SUCCEEDED));
    s.end(node, attempt, Scenario.report(Ending.SUCCEEDED));

    assertThat(s.state(task)).isEqualTo(SUCCEEDED);
    assertThat(s.events(TaskSucceeded.class)).hasSize(1);
    assertThat(s.events(ReportRefused.class)).isEmpty();
    assertThat(s.effects(Effect.ConfirmAttempt.class)).hasSize(2);
  }

  @Test
  void a_report_for_another_nodes_lease_is_refused_and_leaves_no_trace_on_the_attempt() {
    var node = s.node("forge", 1);
    var other = s.node("other", 0);
    var task = s.submit("a");
    var attempt = s.attempt(task);

    var reply = s.send(new Command.EndAttempt(other, attempt, Scenario.report(Ending.SUCCEEDED)));

    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Refused.class, no -> assertThat(no.code()).isEqualTo(Reply.Code.FORBIDDEN));
    assertThat(s.state(task)).isEqualTo(RUNNING);
    assertThat(s.events(ReportRefused.class)).isEmpty();
    s.end(node, attempt, Scenario.report(Ending.SUCCEEDED));
    assertThat(s.task(task).attempt(attempt).orElseThrow().refused()).isEmpty();
  }

  @Test
  void another_nodes_word_does_not_take_the_place_of_a_late_report_of_its_holder() {
    var first = s.node("first", 1);
    var task = s.submit("survives");
    var stale = s.attempt(task);
    var second = s.node("second", 1);
    s.pass(LOST, second);

    s.send(new Command.EndAttempt(second, stale, Scenario.report(Ending.PROGRAM_FAILED)));
    s.end(first, stale, Scenario.report(Ending.SUCCEEDED));

    assertThat(s.events(ReportRefused.class)).singleElement().returns(first, ReportRefused::node);
  }

  @Test
  void a_worker_that_comes_back_with_a_stale_attempt_is_fenced() {
    var first = s.node("first", 1);
    var task = s.submit("a");
    var stale = s.attempt(task);
    s.start(stale);
    s.silence(LOST);

    s.reconnect(first, stale);

    assertThat(s.effects(Effect.FenceAttempt.class))
        .singleElement()
        .returns(stale, Effect.FenceAttempt::attempt);
  }

  @Test
  void an_assignment_that_never_arrived_is_sent_again_under_the_same_fence() {
    var node = s.node("forge", 1);
    var task = s.submit("a");

    s.reconnect(node);

    assertThat(s.effects(Effect.Dispatch.class))
        .extracting(dispatch -> dispatch.assignment().attempt())
        .containsExactly(s.attempt(task), s.attempt(task));
  }

  @Test
  void an_attempt_its_worker_lost_is_tried_anew() {
    var node = s.node("forge", 1);
    var task = s.submit("a");
    s.start(s.attempt(task));

    s.reconnect(node);

    assertThat(s.attempt(task).number()).isEqualTo(2);
    assertThat(s.attempt(task).fence()).isEqualTo(2);
  }

  @Test
  void a_failed_try_is_repeated_after_a_growing_wait_until_its_tries_are_used_up() {
    var node = s.node("forge", 1);
    s.declare(Scenario.agent("careful", 3, Duration.ofSeconds(4)));
    var task = s.submit(named("a").agent("careful"));

    s.end(task, Ending.CHECKS_FAILED);
    s.pass(Duration.ofMillis(3500), node);
    assertThat(s.state(task)).isEqualTo(PENDING);
    s.pass(Duration.ofMillis(500), node);
    assertThat(s.state(task)).isEqualTo(RUNNING);
    s.end(task, Ending.PROGRAM_FAILED);
    s.pass(Duration.ofMillis(7500), node);
    assertThat(s.state(task)).isEqualTo(PENDING);
    s.pass(Duration.ofMillis(500), node);
    s.end(task, Ending.TIMED_OUT);

    assertThat(s.state(task)).isEqualTo(FAILED);
  }

  @Test
  void what_the_fleet_does_to_it_uses_up_no_try_of_a_task() {
    var node = s.node("forge", 1);
    var task = s.submit(named("a").maxAttempts(1));
    s.start(s.attempt(task));

    s.reconnect(node);

    assertThat(s.state(task)).isEqualTo(RUNNING);
  }

  @Test
  void a_task_that_keeps_losing_its_node_fails_in_the_end() {
    var node = s.node("forge", 1);
    var task = s.submit("a killer");

    for (var i = 0; i < KernelSettings.DEFAULT.orphansMax(); i++) {
      s.start(s.attempt(task));
      s.reconnect(node);
    }

    assertThat(s.state(task)).isEqualTo(FAILED);
    assertThat(s.kernel().explain(task).orElseThrow().summary()).contains("lost with its node");
  }

  @Test
  void a_task_whose_container_engine_is_down_waits_a_moment_and_uses_up_no_try() {
    var node = s.node("forge", 1);
    s.declare(Scenario.agent("careful", 1, Duration.ofSeconds(4)));
    var task = s.submit(named("a").agent("careful"));

    s.end(task, Ending.EXECUTOR_LOST);

    assertThat(s.state(task)).isEqualTo(PENDING);
    s.pass(Duration.ofSeconds(4), node);
    assertThat(s.attempt(task).number()).isEqualTo(2);
  }

  @Test
  void a_task_that_loses_its_container_engine_again_and_again_fails_in_the_end() {
    var node = s.node("forge", 1);
    s.declare(Scenario.agent("careful", 3, Duration.ofSeconds(1)));
    var task = s.submit(named("a").agent("careful"));

    for (var i = 1; i < KernelSettings.DEFAULT.orphansMax(); i++) {
      s.end(task, Ending.EXECUTOR_LOST);
      s.pass(Duration.ofSeconds(1L << (i - 1)), node);
    }
    s.end(task, Ending.EXECUTOR_LOST);

    assertThat(s.state(task)).isEqualTo(FAILED);
  }

  @Test
  void cancelling_stops_the_attempt_first_and_ends_the_task_when_it_has_stopped() {
    s.node("forge", 1);
    var task = s.submit("a");

    s.send(new Command.CancelTask(task, "no need"));
    assertThat(s.state(task)).isEqualTo(RUNNING);
    assertThat(s.effects(Effect.StopAttempt.class)).hasSize(1);

    s.end(task, Ending.STOPPED);
    assertThat(s.state(task).isTerminal()).isTrue();
  }

  @Test
  void a_success_that_was_on_its_way_when_it_was_cancelled_counts() {
    s.node("forge", 1);
    var task = s.submit("a");
    s.send(new Command.CancelTask(task, "no need"));

    s.end(task, Ending.SUCCEEDED);

    assertThat(s.state(task)).isEqualTo(SUCCEEDED);
  }

  @Test
  void a_passed_deadline_stops_the_attempt_and_fails_the_task() {
    var node = s.node("forge", 1);
    var task = s.submit(named("a").deadline(s.now().plusSeconds(5)));

    s.pass(Duration.ofSeconds(5), node);
    assertThat(s.effects(Effect.StopAttempt.class)).hasSize(1);

    s.end(task, Ending.STOPPED);
    assertThat(s.state(task)).isEqualTo(FAILED);
  }

  @Test
  void an_agents_program_and_its_rules_go_with_the_assignment_and_the_tasks_own_come_first() {
    s.node("forge", 2);
    s.declare(Scenario.agent("writer", 3, Duration.ofSeconds(1)));

    var plain = s.submit(named("plain").agent("writer").command());
    var own = s.submit(named("own").agent("writer").command("mine").env("WHO", "me"));

    assertThat(s.dispatched(plain).command()).containsExactly("writer-program");
    assertThat(s.dispatched(plain).goal()).startsWith("Mind your step.");
    assertThat(s.dispatched(own).command()).containsExactly("mine");
    assertThat(s.dispatched(own).env()).containsEntry("WHO", "me");
  }

  @Test
  void a_task_waits_while_no_node_is_there() {
    assertThat(s.state(s.submit("a"))).isEqualTo(QUEUED);
  }
}
