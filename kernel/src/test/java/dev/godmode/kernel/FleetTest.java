package dev.godmode.kernel;

import static dev.godmode.kernel.SpecBuilder.named;
import static dev.godmode.protocol.task.TaskState.CANCELLED;
import static dev.godmode.protocol.task.TaskState.PENDING;
import static dev.godmode.protocol.task.TaskState.QUEUED;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.event.FleetEvent.AgentDeclared;
import dev.godmode.protocol.event.FleetEvent.FleetStopped;
import dev.godmode.protocol.event.FleetEvent.StandbyAdmitted;
import dev.godmode.protocol.task.Ending;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FleetTest {

  private final Scenario s = new Scenario();

  @Test
  void stop_stops_what_runs_and_starts_nothing_until_it_is_resumed() {
    s.node("forge", 1);
    var first = s.submit("first");
    var second = s.submit("second");

    s.send(new Command.StopFleet("smoke"));
    assertThat(s.effects(Effect.StopAttempt.class)).hasSize(1);
    s.end(first, Ending.STOPPED);
    assertThat(s.state(first)).isEqualTo(QUEUED);
    assertThat(s.state(second)).isEqualTo(QUEUED);

    s.send(new Command.ResumeFleet());
    assertThat(s.state(first)).isEqualTo(RUNNING);
  }

  @Test
  void a_control_that_may_stand_by_is_on_record() {
    s.send(new Command.AdmitStandby("atlas"));

    assertThat(s.events(StandbyAdmitted.class)).containsExactly(new StandbyAdmitted("atlas"));
  }

  @Test
  void stop_twice_is_stop_once() {
    s.send(new Command.StopFleet("smoke"));
    s.send(new Command.StopFleet("fire"));

    assertThat(s.events(FleetStopped.class)).hasSize(1);
  }

  @Test
  void an_attempt_that_was_to_be_cancelled_is_cancelled_though_the_fleet_was_stopped() {
    s.node("forge", 1);
    var task = s.submit("a");
    s.send(new Command.CancelTask(task, "no need"));
    s.send(new Command.StopFleet("smoke"));

    s.end(task, Ending.STOPPED);

    assertThat(s.state(task)).isEqualTo(CANCELLED);
  }

  @Test
  void without_the_autopilot_only_tasks_of_people_run() {
    s.node("forge", 4);
    s.send(new Command.SwitchAutopilot(false));

    var roadmap = s.submit(named("from the roadmap").fromRoadmap("1"));
    var person = s.submit("from a person");

    assertThat(s.state(roadmap)).isEqualTo(PENDING);
    assertThat(s.state(person)).isEqualTo(RUNNING);
    s.send(new Command.SwitchAutopilot(true));
    assertThat(s.state(roadmap)).isEqualTo(RUNNING);
  }

  @Test
  void the_autopilot_releases_nothing_that_a_person_holds() {
    s.node("forge", 4);
    var task = s.submit(named("held by a person").fromRoadmap("1").held());

    s.send(new Command.SwitchAutopilot(false));
    s.send(new Command.SwitchAutopilot(true));

    assertThat(s.state(task)).isEqualTo(PENDING);
  }

  @Test
  void an_agent_never_runs_more_at_once_than_its_profile_allows() {
    s.node("forge", 8);
    s.declare(Scenario.agent("solo", 1, Duration.ofSeconds(1), 1));
    var first = s.submit(named("first").agent("solo"));
    var second = s.submit(named("second").agent("solo"));

    assertThat(s.state(second)).isEqualTo(QUEUED);
    s.end(first, Ending.SUCCEEDED);
    assertThat(s.state(second)).isEqualTo(RUNNING);
  }

  @Test
  void a_full_agent_blocks_nobody_else() {
    s.node("forge", 8);
    s.declare(Scenario.agent("solo", 1, Duration.ofSeconds(1), 1));
    s.submit(named("first").agent("solo").priority(100));
    s.submit(named("second").agent("solo").priority(100));

    assertThat(s.state(s.submit("of another agent"))).isEqualTo(RUNNING);
  }

  @Test
  void declaring_the_same_agents_again_says_nothing_new() {
    s.declare(Scenario.agent("writer", 1, Duration.ofSeconds(1)));
    s.declare(Scenario.agent("writer", 1, Duration.ofSeconds(1)));

    assertThat(s.events(AgentDeclared.class)).hasSize(1);
  }

  @Test
  void a_task_whose_agent_is_declared_later_runs_then() {
    s.node("forge", 1);
    var task = s.submit(named("early").agent("writer"));
    assertThat(s.state(task)).isEqualTo(QUEUED);

    s.declare(Scenario.agent("writer", 1, Duration.ofSeconds(1)));

    assertThat(s.state(task)).isEqualTo(RUNNING);
  }

  @Test
  void a_withdrawn_agents_tasks_wait() {
    s.declare(Scenario.agent("writer", 1, Duration.ofSeconds(1)));
    s.node("forge", 1);
    s.declare();

    assertThat(s.state(s.submit(named("late").agent("writer")))).isEqualTo(QUEUED);
  }
}
