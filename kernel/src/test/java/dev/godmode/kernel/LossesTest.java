package dev.godmode.kernel;

import static dev.godmode.protocol.task.TaskState.CANCELLED;
import static dev.godmode.protocol.task.TaskState.FAILED;
import static dev.godmode.protocol.task.TaskState.QUEUED;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static dev.godmode.protocol.task.TaskState.SUCCEEDED;
import static dev.godmode.protocol.task.TaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Reply.Refused;
import dev.godmode.kernel.task.TaskPhase.Stranded;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.event.TaskEvent.AttemptMissing;
import dev.godmode.protocol.event.TaskEvent.AttemptRejoined;
import dev.godmode.protocol.event.TaskEvent.ReportRefused;
import dev.godmode.protocol.event.TaskEvent.TaskSucceeded;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.Throttle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent that waits ten minutes for its lost node. */
class LossesTest {

  private static final Duration LOST = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Scenario s = new Scenario();
  private NodeId forge;
  private NodeId other;
  private TaskId task;
  private AttemptKey attempt;

  @BeforeEach
  void it_runs_on_forge_and_there_is_room_elsewhere() {
    s.declare(Scenario.waiting("keeper", PATIENCE));
    forge = s.node("forge", 1);
    task = s.submit(SpecBuilder.named("keep").agent("keeper"));
    attempt = s.attempt(task);
    s.start(attempt);
    other = s.node("other", 1);
  }

  @Test
  void it_keeps_its_lease_while_its_node_is_lost() {
    s.pass(LOST, other);

    assertThat(s.state(task)).isEqualTo(RUNNING);
    assertThat(s.attempt(task)).isEqualTo(attempt);
    assertThat(s.running(task).missing()).isPresent();
    assertThat(s.events(AttemptMissing.class)).hasSize(1);
    assertThat(s.kernel().explain(task).orElseThrow().summary()).contains("waits for forge");
  }

  @Test
  void a_node_that_comes_back_with_it_goes_on_under_the_same_fence() {
    s.pass(LOST, other);

    s.reconnect(forge, attempt);
    s.end(task, Ending.SUCCEEDED);

    assertThat(s.state(task)).isEqualTo(SUCCEEDED);
    assertThat(s.events(AttemptLeased.class)).hasSize(1);
    assertThat(s.events(AttemptRejoined.class)).hasSize(1);
    assertThat(s.effects(Effect.FenceAttempt.class)).isEmpty();
  }

  @Test
  void a_heartbeat_is_enough_to_be_back() {
    s.pass(LOST, other);

    s.heartbeat(forge, attempt);

    assertThat(s.running(task).missing()).isEmpty();
  }

  @Test
  void a_node_that_comes_back_without_it_loses_it() {
    s.pass(LOST, other);

    s.heartbeat(forge);

    assertThat(s.running(task).node()).isNotNull();
    assertThat(s.attempt(task).fence()).isGreaterThan(attempt.fence());
  }

  @Test
  void when_its_patience_is_over_a_person_is_asked_and_the_lease_still_holds() {
    s.pass(LOST.plus(PATIENCE), other);

    assertThat(s.state(task)).isEqualTo(WAITING);
    assertThat(s.task(task).phase())
        .isInstanceOfSatisfying(
            Stranded.class,
            stranded -> {
              assertThat(stranded.question()).contains("forge has been lost since");
              assertThat(stranded.lease().attempt()).isEqualTo(attempt);
            });
    assertThat(s.kernel().leased(forge)).containsExactly(task);
  }

  @Test
  void a_yes_ends_the_fence_before_it_moves_and_the_old_copy_is_refused() {
    s.pass(LOST.plus(PATIENCE), other);

    s.send(new Command.ApproveTask(task, "move it"));
    assertThat(s.running(task).node()).isEqualTo(other);
    s.reconnect(forge, attempt);
    s.end(forge, attempt, Scenario.report(Ending.SUCCEEDED, "old"));
    s.end(task, Ending.SUCCEEDED);

    assertThat(s.effects(Effect.FenceAttempt.class))
        .allMatch(fence -> fence.attempt().equals(attempt));
    assertThat(s.effects(Effect.FenceAttempt.class)).isNotEmpty();
    assertThat(s.events(ReportRefused.class)).hasSize(1);
    assertThat(s.events(TaskSucceeded.class)).hasSize(1);
  }

  @Test
  void a_node_that_is_back_while_the_question_is_open_goes_on_with_it() {
    s.pass(LOST.plus(PATIENCE), other);

    s.reconnect(forge, attempt);

    assertThat(s.state(task)).isEqualTo(RUNNING);
    assertThat(s.attempt(task)).isEqualTo(attempt);
    assertThat(s.send(new Command.ApproveTask(task, "too late"))).isInstanceOf(Refused.class);
  }

  @Test
  void while_a_person_is_asked_it_still_holds_its_share_of_a_throttle_until_it_ends() {
    var oneAtATime =
        Optional.of(new Throttle("site:example.org", Optional.of(1), Optional.empty()));
    var holds = s.submit(SpecBuilder.named("holds").agent("keeper").throttle(oneAtATime));
    var third = s.node("third", 1);
    s.start(s.attempt(holds));
    var next = s.submit(SpecBuilder.named("next").throttle(oneAtATime));

    s.pass(LOST.plus(PATIENCE), forge, third);
    assertThat(s.state(holds)).isEqualTo(WAITING);
    assertThat(s.state(next)).isEqualTo(QUEUED);
    s.send(new Command.CancelTask(holds, "no need"));

    assertThat(s.state(next)).isEqualTo(RUNNING);
  }

  @Test
  void a_node_that_is_back_with_it_has_no_slot_for_another() {
    s.pass(LOST.plus(PATIENCE), other);
    s.send(new Command.CordonNode(other, "not now"));

    s.reconnect(forge, attempt);
    var next = s.submit("next");

    assertThat(s.state(next)).isEqualTo(QUEUED);
  }

  @Test
  void a_report_of_the_missing_attempt_is_taken() {
    s.pass(LOST.plus(PATIENCE), other);

    s.end(forge, attempt, Scenario.report(Ending.SUCCEEDED, "kept"));

    assertThat(s.task(task).result()).isEqualTo("kept");
  }

  @Test
  void cancelled_while_it_is_missing_it_ends_at_once() {
    s.pass(LOST, other);

    s.send(new Command.CancelTask(task, "no need"));

    assertThat(s.state(task)).isEqualTo(CANCELLED);
    assertThat(s.kernel().leased(forge)).isEmpty();
  }

  @Test
  void cancelled_while_the_question_is_open_it_ends_at_once() {
    s.pass(LOST.plus(PATIENCE), other);

    s.send(new Command.CancelTask(task, "no need"));

    assertThat(s.state(task)).isEqualTo(CANCELLED);
  }

  @Test
  void a_deadline_does_not_wait_for_the_node() {
    var soon = SpecBuilder.named("soon").agent("keeper").deadline(s.now().plusSeconds(20));
    var dated = s.submit(soon);
    s.start(s.attempt(dated));

    s.silence(Duration.ofSeconds(20));

    assertThat(s.state(dated)).isEqualTo(FAILED);
  }

  @Test
  void removing_the_node_moves_it() {
    s.pass(LOST.plus(PATIENCE), other);

    s.send(new Command.RemoveNode(forge, "sold"));

    assertThat(s.running(task).node()).isEqualTo(other);
  }

  @Test
  void while_the_question_is_open_it_cannot_be_held_changed_or_tried_again() {
    s.pass(LOST.plus(PATIENCE), other);

    assertThat(s.send(new Command.HoldTask(task, "later"))).isInstanceOf(Refused.class);
    assertThat(s.send(new Command.AmendTask(task, s.task(task).spec())))
        .isInstanceOf(Refused.class);
    assertThat(s.send(new Command.RetryTask(task, s.task(task).spec(), 1, List.of())))
        .isInstanceOf(Refused.class);
    assertThat(s.state(task)).isEqualTo(WAITING);
  }

  @Test
  void what_was_told_to_stop_does_not_wait() {
    s.send(new Command.DrainNode(forge, s.now(), false));
    s.pass(Duration.ofSeconds(1), forge, other);

    s.pass(LOST, other);

    assertThat(s.running(task).node()).isEqualTo(other);
  }

  @Test
  void after_a_stop_of_the_fleet_a_node_that_is_back_is_told_so() {
    s.pass(LOST.plus(PATIENCE), other);
    s.send(new Command.StopFleet("enough"));

    s.reconnect(forge, attempt);
    assertThat(s.effects(Effect.StopAttempt.class))
        .anyMatch(stop -> stop.attempt().equals(attempt));
    s.end(task, Ending.STOPPED);

    assertThat(s.state(task)).isEqualTo(QUEUED);
  }
}
