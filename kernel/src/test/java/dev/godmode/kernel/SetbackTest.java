package dev.godmode.kernel;

import static dev.godmode.protocol.task.TaskState.FAILED;
import static dev.godmode.protocol.task.TaskState.PENDING;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static dev.godmode.protocol.task.TaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.event.TaskEvent.TaskDelayed;
import dev.godmode.protocol.event.TaskEvent.TaskWaiting;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AgentWork;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.FailureCause;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.Tokens;
import dev.godmode.protocol.task.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an attempt that did not end well means for its task, by whose fault it was. */
class SetbackTest {

  private final Scenario s = new Scenario();

  private TaskId running() {
    s.node("forge", 1);
    return s.submit(SpecBuilder.named("a").maxAttempts(1));
  }

  private void limited(TaskId task, Optional<Instant> until) {
    var work = new AgentWork(Optional.empty(), Tokens.NONE, Optional.empty(), until);
    NodeId holder = s.running(task).node();
    s.end(holder, s.attempt(task), Scenario.report(Ending.LIMIT_REACHED).of(work));
  }

  @Test
  void a_limit_of_use_parks_the_task_until_it_ends_and_uses_up_no_try() {
    var task = running();
    var until = s.now().plus(Duration.ofHours(3));

    limited(task, Optional.of(until));

    assertThat(s.state(task)).isEqualTo(PENDING);
    assertThat(s.events(TaskDelayed.class).getLast())
        .returns(until, TaskDelayed::until)
        .satisfies(e -> assertThat(e.reason()).startsWith("parked"));
    assertThat(s.task(task).failures()).isZero();
  }

  @Test
  void it_goes_on_by_itself_when_the_limit_is_over() {
    var task = running();
    limited(task, Optional.of(s.now().plus(Duration.ofMinutes(2))));
    var forge = s.kernel().nodes().iterator().next().id();

    s.pass(Duration.ofMinutes(2), forge);

    assertThat(s.state(task)).isEqualTo(RUNNING);
    assertThat(s.attempt(task).number()).isEqualTo(2);
  }

  @Test
  void a_limit_that_tells_no_end_is_tried_again_after_a_pause() {
    var task = running();

    limited(task, Optional.empty());

    assertThat(s.events(TaskDelayed.class).getLast().until())
        .isEqualTo(s.now().plus(Setbacks.LIMIT_PAUSE));
  }

  @Test
  void a_limit_that_is_over_already_and_one_that_never_ends_are_not_believed() {
    var task = running();
    limited(task, Optional.of(s.now().minusSeconds(5)));
    var soon = s.events(TaskDelayed.class).getLast().until();
    s.send(new Command.RetryTask(task, s.task(task).spec(), 1, List.of()));

    limited(task, Optional.of(s.now().plus(Duration.ofDays(4000))));

    assertThat(soon).isEqualTo(s.now().plus(Setbacks.LIMIT_PAUSE));
    assertThat(s.events(TaskDelayed.class).getLast().until())
        .isEqualTo(s.now().plus(Setbacks.LIMIT_PAUSE_MAX));
  }

  @Test
  void a_program_without_a_login_waits_for_a_person() {
    var task = running();

    s.end(task, Ending.LOGGED_OUT);

    assertThat(s.state(task)).isEqualTo(WAITING);
    assertThat(s.events(TaskWaiting.class).getLast().what()).isEqualTo(WaitingFor.LOGIN);
  }

  @Test
  void a_model_that_is_away_is_tried_again_and_at_last_a_person_is_asked() {
    var task = running();
    var forge = s.kernel().nodes().iterator().next().id();

    for (var tries = 1; tries < Setbacks.SERVICE_TRIES; tries++) {
      s.end(task, Ending.MODEL_UNREACHABLE);
      assertThat(s.state(task)).isEqualTo(PENDING);
      s.pass(Duration.ofMinutes(6), forge);
    }
    s.end(task, Ending.MODEL_UNREACHABLE);

    assertThat(s.state(task)).isEqualTo(WAITING);
    assertThat(s.events(TaskWaiting.class).getLast().what()).isEqualTo(WaitingFor.SERVICE);
    assertThat(s.task(task).failures()).isZero();
  }

  @Test
  void an_agent_that_gives_up_uses_up_a_try() {
    var task = running();

    s.end(task, Ending.AGENT_FAILED);

    assertThat(s.state(task)).isEqualTo(FAILED);
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void only_faults_of_the_task_and_its_agent_use_up_tries(Ending ending) {
    var counts =
        ending.cause().equals(Optional.of(FailureCause.TASK))
            || ending.cause().equals(Optional.of(FailureCause.AGENT));

    assertThat(ending.countsAsFailure()).isEqualTo(counts);
  }
}
