package dev.godmode.kernel;

import static dev.godmode.kernel.SpecBuilder.named;
import static dev.godmode.protocol.task.TaskState.CANCELLED;
import static dev.godmode.protocol.task.TaskState.PENDING;
import static dev.godmode.protocol.task.TaskState.QUEUED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.event.FleetEvent.AgentScaled;
import dev.godmode.protocol.event.TaskEvent.TaskPinned;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Lifecycle;
import dev.godmode.protocol.task.Lifecycle.Persistent;
import dev.godmode.protocol.task.Lifecycle.Serving;
import dev.godmode.protocol.task.LossPolicy;
import dev.godmode.protocol.task.ScalingRule;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Servers of models, as far as the kernel knows of them. */
class ServingTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final AgentProfile LLAMA = serving(0, 2);

  private final Scenario s = new Scenario();

  private static AgentProfile serving(int min, int max) {
    var rule = new ScalingRule(min, max, Optional.of(4), Optional.empty(), Duration.ofMinutes(10));
    return living(new Serving(List.of("qwen3-8b"), rule));
  }

  private static AgentProfile living(Lifecycle lifecycle) {
    return Profiles.living(Scenario.agent("llama", 1, SECOND), lifecycle, LossPolicy.MOVE_AT_ONCE);
  }

  private TaskId started(int number) {
    var task = new TaskId("server%04d".formatted(number));
    assertThat(start("llama-" + number, task)).isEqualTo(new Reply.Done());
    return task;
  }

  private Reply start(String name, TaskId task) {
    return s.send(new Command.StartAgent(task, name, "llama", Optional.empty()));
  }

  @Test
  void none_is_started_by_itself() {
    s.declare(serving(1, 2));

    assertThat(s.kernel().missingAgents()).isEmpty();
  }

  @Test
  void its_assignment_says_what_it_serves() {
    s.node("forge", 2);
    s.declare(LLAMA);

    var assignment = s.dispatched(started(1));

    assertThat(assignment.serves()).containsExactly("qwen3-8b");
    assertThat(assignment.keep()).contains("llama-1");
  }

  @Test
  void it_is_started_again_wherever_there_is_room() {
    var forge = s.node("forge", 1);
    s.declare(LLAMA);
    var server = started(1);

    s.end(server, Ending.PROGRAM_FAILED);
    assertThat(s.state(server)).isEqualTo(PENDING);
    s.submit("in its place");
    var atlas = s.node("atlas", 1);
    s.pass(SECOND.multipliedBy(2), forge, atlas);

    assertThat(s.events(TaskPinned.class)).isEmpty();
    assertThat(s.running(server).node()).isEqualTo(atlas);
  }

  @Test
  void it_moves_at_once_when_its_node_is_lost() {
    s.node("forge", 1);
    s.declare(LLAMA);
    var server = started(1);
    var atlas = s.node("atlas", 1);

    s.pass(Duration.ofSeconds(8), atlas);

    assertThat(s.running(server).node()).isEqualTo(atlas);
  }

  @Test
  void one_that_is_dismissed_ends_for_good_and_its_name_is_free_again() {
    s.node("forge", 2);
    s.declare(LLAMA);
    var server = started(1);

    s.send(new Command.DismissServer("llama-1", "not needed"));
    s.send(new Command.DismissServer("llama-1", "not needed"));
    assertThat(s.effects(Effect.StopAttempt.class)).hasSize(1);
    s.end(server, Ending.STOPPED);

    assertThat(s.state(server)).isEqualTo(CANCELLED);
    assertThat(start("llama-1", new TaskId("another"))).isEqualTo(new Reply.Done());
  }

  @Test
  void only_servers_are_dismissed() {
    s.declare(Profiles.persistent("scribe", Persistent.DEFAULT));
    s.startAgent("scribe");

    assertThat(s.send(new Command.DismissServer("scribe", "away")))
        .isInstanceOf(Reply.Refused.class);
    assertThat(s.kernel().persistentAgents()).hasSize(1);
  }

  @Test
  void how_many_there_are_to_be_is_written_down_and_held_against_the_rule() {
    s.declare(LLAMA);

    s.send(new Command.ScaleServers("llama", 2, "9 calls, 4 for each"));
    s.send(new Command.ScaleServers("llama", 2, "8 calls, 4 for each"));

    assertThat(s.events(AgentScaled.class))
        .containsExactly(new AgentScaled("llama", 0, 2, "9 calls, 4 for each"));
    assertThat(s.kernel().fleet().scales().get("llama"))
        .satisfies(scale -> assertThat(scale.desired()).isEqualTo(2));
    assertThat(s.send(new Command.ScaleServers("llama", 3, "more")))
        .isInstanceOfSatisfying(
            Reply.Refused.class, no -> assertThat(no.why()).contains("0 to 2 servers"));
    assertThat(s.send(new Command.ScaleServers("shell", 1, "more")))
        .isInstanceOf(Reply.Refused.class);
  }

  @Test
  void a_person_cannot_start_one_under_another_name() {
    s.declare(LLAMA);

    for (var name : List.of("llama", "anna", "llama-0", "llama-1000", "xllama-1")) {
      assertThat(start(name, new TaskId("t")))
          .as(name)
          .isInstanceOfSatisfying(
              Reply.Refused.class, no -> assertThat(no.why()).contains("llama-1, and so on"));
    }
  }

  @Test
  void a_task_of_its_type_is_told_that_it_serves_models() {
    s.node("forge", 2);
    s.declare(LLAMA);

    var task = s.submit(named("ask it").agent("llama"));

    assertThat(s.state(task)).isEqualTo(QUEUED);
    assertThat(s.kernel().explain(task).orElseThrow().summary())
        .contains("'llama' serves models and takes no tasks");
  }

  @Test
  void what_lives_on_ends_when_its_agent_serves_models_and_the_other_way_round() {
    s.node("forge", 4);
    s.declare(living(Persistent.DEFAULT));
    var old = s.startAgent("llama");

    s.declare(LLAMA);
    s.end(old, Ending.STOPPED);
    assertThat(s.state(old)).isEqualTo(CANCELLED);

    var server = started(1);
    s.declare(living(Persistent.DEFAULT));
    s.end(server, Ending.STOPPED);
    assertThat(s.state(server)).isEqualTo(CANCELLED);
    assertThat(s.kernel().missingAgents()).containsExactly("llama");
  }

  @Test
  void another_rule_leaves_servers_alone_and_another_model_starts_them_anew() {
    s.node("forge", 2);
    s.declare(LLAMA);
    var server = started(1);
    var life = s.attempt(server);

    s.declare(serving(1, 5));
    assertThat(s.attempt(server)).isEqualTo(life);
    s.declare(living(new Serving(List.of("qwen3-32b"), ((Serving) LLAMA.lifecycle()).rule())));
    s.end(server, Ending.STOPPED);

    assertThat(s.dispatched(server).serves()).containsExactly("qwen3-32b");
  }
}
