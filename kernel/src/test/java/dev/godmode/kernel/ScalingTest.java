package dev.godmode.kernel;

import static dev.godmode.kernel.SpecBuilder.named;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.event.FleetEvent.AgentScaled;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.ScalingRule;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScalingTest {

  private static final Duration COOL_DOWN = Duration.ofSeconds(20);

  private final Scenario s = new Scenario();

  @Test
  void it_goes_from_zero_to_what_the_queue_asks_for_and_back_to_zero() {
    var forge = s.node("forge", 50);
    s.declare(Profiles.scaled("burst", rule(0, 20)));
    var tasks = submit(30);
    assertThat(running(tasks)).isEqualTo(20);

    tasks.forEach(task -> endIfRunning(task));
    tasks.forEach(task -> endIfRunning(task));
    s.pass(COOL_DOWN.plusSeconds(2), forge);

    assertThat(s.kernel().scaling(s.now()).getFirst().desired()).isZero();
    assertThat(s.events(AgentScaled.class).getFirst())
        .returns(0, AgentScaled::from)
        .satisfies(scaled -> assertThat(scaled.reason()).contains("1 queued, one for each"));
    assertThat(s.events(AgentScaled.class).getLast()).returns(0, AgentScaled::to);
  }

  @Test
  void a_herd_at_the_door_is_let_in_up_to_the_cap() {
    s.node("forge", 1_000);
    s.declare(Profiles.scaled("burst", rule(0, 7)));

    var tasks = submit(300);

    assertThat(running(tasks)).isEqualTo(7);
    assertThat(s.events(AgentScaled.class)).hasSizeLessThanOrEqualTo(7);
  }

  @Test
  void work_that_comes_and_goes_does_not_make_it_swing() {
    var forge = s.node("forge", 50);
    s.declare(Profiles.scaled("burst", rule(0, 20)));
    for (var waves = 0; waves < 10; waves++) {
      submit(10).forEach(this::endIfRunning);
      s.pass(Duration.ofSeconds(8), forge);
    }

    assertThat(s.events(AgentScaled.class)).allMatch(scaled -> scaled.to() > scaled.from());
  }

  @Test
  void what_waits_too_long_doubles_it_step_by_step() {
    var forge = s.node("forge", 50);
    s.declare(
        Profiles.scaled(
            "burst",
            new ScalingRule(
                1, 20, Optional.empty(), Optional.of(Duration.ofSeconds(4)), COOL_DOWN)));
    submit(30);

    s.pass(Duration.ofSeconds(20), forge);

    assertThat(s.events(AgentScaled.class))
        .extracting(AgentScaled::to)
        .startsWith(2, 4, 8)
        .isSorted();
  }

  @Test
  void one_that_cannot_start_gives_its_place_back() {
    s.node("forge", 5);
    s.declare(Profiles.scaled("burst", rule(0, 1)));
    var tasks = submit(2);

    s.end(tasks.getFirst(), Ending.COULD_NOT_START);

    assertThat(s.state(tasks.getLast())).isEqualTo(RUNNING);
  }

  @Test
  void a_task_in_the_way_of_its_cap_is_told_where_to_look() {
    s.node("forge", 5);
    s.declare(Profiles.scaled("burst", rule(0, 1)));
    var tasks = submit(2);

    assertThat(s.kernel().explain(tasks.getLast()).orElseThrow().summary())
        .contains("scaled to 1 at once");
  }

  @Test
  void a_rehearsal_changes_nothing() {
    s.node("forge", 5);
    s.declare(Profiles.scaled("burst", rule(0, 20)));

    var rehearsed =
        s.kernel()
            .rehearseScaling(
                s.now(), "burst", Optional.of(40), Optional.of(Duration.ofSeconds(90)));

    assertThat(rehearsed.orElseThrow())
        .satisfies(view -> assertThat(view.next()).isEqualTo(20))
        .satisfies(view -> assertThat(view.why()).contains("max is 20"));
    assertThat(s.events(AgentScaled.class)).isEmpty();
    assertThat(s.kernel().rehearseScaling(s.now(), "other", Optional.of(1), Optional.empty()))
        .isEmpty();
  }

  @Test
  void while_the_fleet_is_stopped_it_holds() {
    var forge = s.node("forge", 5);
    s.declare(Profiles.scaled("burst", rule(0, 20)));
    s.send(new Command.StopFleet("a test"));
    submit(5);

    s.pass(Duration.ofSeconds(60), forge);

    assertThat(s.events(AgentScaled.class)).isEmpty();
    assertThat(s.kernel().scaling(s.now()).getFirst().why()).contains("stopped");
  }

  @Test
  void a_tighter_rule_holds_for_the_next_task_at_once() {
    s.node("forge", 50);
    s.declare(Profiles.scaled("burst", rule(0, 20)));
    var tasks = new ArrayList<>(submit(20));

    s.declare(Profiles.scaled("burst", rule(0, 3)));
    tasks.addAll(submit(5));
    tasks.subList(0, 17).forEach(this::endIfRunning);

    assertThat(running(tasks)).isEqualTo(3);
  }

  @Test
  void a_rule_that_goes_leaves_no_cap_behind() {
    s.node("forge", 50);
    s.declare(Profiles.scaled("burst", rule(0, 2)));
    var tasks = submit(5);

    s.declare(Scenario.agent("burst", 1, COOL_DOWN));

    assertThat(running(tasks)).isEqualTo(5);
  }

  /** Whatever happens in whatever order: never more at once than the rule allows. */
  @Property(tries = 200)
  void never_more_than_max_run(
      @ForAll @IntRange(min = 1, max = 6) int max,
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 5) Integer> acts) {
    var scenario = new Scenario();
    var forge = scenario.node("forge", 20);
    var atlas = scenario.node("atlas", 20);
    scenario.declare(Profiles.scaled("burst", rule(0, max)));
    var tasks = new ArrayList<TaskId>();
    for (var act : acts) {
      act(scenario, act, tasks, forge, atlas);
      assertThat(scenario.kernel().running()).isLessThanOrEqualTo(max);
      assertThat(scenario.kernel().scaling(scenario.now()).getFirst().desired()).isBetween(0, max);
    }
  }

  private static void act(Scenario s, int act, List<TaskId> tasks, NodeId forge, NodeId atlas) {
    var running = tasks.stream().filter(task -> s.state(task) == RUNNING).findFirst();
    switch (act) {
      case 0, 1 -> tasks.add(s.submit(named("t").agent("burst")));
      case 2 -> running.ifPresent(task -> s.end(task, Ending.SUCCEEDED));
      case 3 -> running.ifPresent(task -> s.end(task, Ending.PROGRAM_FAILED));
      case 4 -> s.pass(Duration.ofSeconds(9), atlas);
      default -> s.reconnect(forge);
    }
  }

  private List<TaskId> submit(int count) {
    var tasks = new ArrayList<TaskId>();
    for (var i = 0; i < count; i++) {
      tasks.add(s.submit(named("t" + i).agent("burst")));
    }
    return tasks;
  }

  private void endIfRunning(TaskId task) {
    if (s.state(task) == RUNNING) {
      s.end(task, Ending.SUCCEEDED);
    }
  }

  private long running(List<TaskId> tasks) {
    return tasks.stream().filter(task -> s.state(task) == RUNNING).count();
  }

  private static ScalingRule rule(int min, int max) {
    return new ScalingRule(min, max, Optional.of(0), Optional.empty(), COOL_DOWN);
  }
}
