package dev.godmode.kernel;

import static dev.godmode.protocol.task.TaskState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.event.TaskEvent.AttemptRecalled;
import dev.godmode.protocol.node.DrainPlan;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A node with three tasks drains within a minute. */
class DrainTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Scenario s = new Scenario();

  @Test
  void handing_over_recalls_only_what_has_room_elsewhere() {
    var forge = s.node("forge", 3);
    Stream.of("a", "b", "c").forEach(s::submit);
    var other = s.node("other", 2);

    s.send(new Command.DrainNode(forge, s.now().plus(MINUTE), true));
    s.pass(Duration.ofSeconds(2), forge, other);

    assertThat(s.node(forge).drain()).contains(new DrainPlan(3, true));
    assertThat(s.events(AttemptRecalled.class)).hasSize(2);
  }

  @Test
  void what_was_handed_over_runs_elsewhere_and_makes_room_for_no_more_than_there_is() {
    var forge = s.node("forge", 2);
    var one = s.submit("one");
    var two = s.submit("two");
    var other = s.node("other", 1);
    s.send(new Command.DrainNode(forge, s.now().plus(MINUTE), true));
    s.pass(Duration.ofSeconds(1), forge, other);
    TaskId recalled = s.events(AttemptRecalled.class).getFirst().task();
    var staying = recalled.equals(one) ? two : one;

    s.end(recalled, Ending.STOPPED);
    assertThat(s.running(recalled).node()).isEqualTo(other);
    s.pass(Duration.ofSeconds(5), forge, other);

    assertThat(s.running(staying).node()).isEqualTo(forge);
    assertThat(s.events(AttemptRecalled.class)).hasSize(1);
    s.end(recalled, Ending.SUCCEEDED);
    s.pass(Duration.ofSeconds(1), forge, other);
    s.end(staying, Ending.STOPPED);
    s.pass(Duration.ofSeconds(1), forge, other);
    assertThat(s.running(staying).node()).isEqualTo(other);
    assertThat(s.node(forge).schedulability()).isEqualTo(Schedulability.CORDONED);
    assertThat(s.node(forge).drain()).isEmpty();
  }

  @Test
  void without_handing_over_nothing_is_recalled_before_the_deadline() {
    var forge = s.node("forge", 1);
    s.submit("a");
    var other = s.node("other", 1);

    s.send(new Command.DrainNode(forge, s.now().plus(MINUTE), false));
    s.pass(Duration.ofSeconds(59), forge, other);

    assertThat(s.events(AttemptRecalled.class)).isEmpty();
  }

  @Test
  void work_that_waits_for_its_node_is_left_until_the_deadline_and_then_recalled() {
    s.declare(Scenario.waiting("keeper", MINUTE));
    var forge = s.node("forge", 1);
    var task = s.submit(SpecBuilder.named("keep").agent("keeper"));
    var other = s.node("other", 1);
    s.send(new Command.DrainNode(forge, s.now().plus(MINUTE), true));

    s.pass(Duration.ofSeconds(59), forge, other);
    assertThat(s.events(AttemptRecalled.class)).isEmpty();
    s.pass(Duration.ofSeconds(1), forge, other);

    assertThat(s.events(AttemptRecalled.class)).hasSize(1);
    s.end(task, Ending.STOPPED);
    assertThat(s.running(task).node()).isEqualTo(other);
  }

  @Test
  void a_drain_of_a_lost_node_gives_up_in_the_end_what_waited_for_it() {
    s.declare(Scenario.waiting("keeper", Duration.ofHours(1)));
    var forge = s.node("forge", 1);
    var task = s.submit(SpecBuilder.named("keep").agent("keeper"));
    var other = s.node("other", 1);
    s.pass(Duration.ofSeconds(8), other);
    s.send(new Command.DrainNode(forge, s.now().plus(MINUTE), false));

    s.pass(MINUTE, other);

    assertThat(s.state(task)).isEqualTo(RUNNING);
    assertThat(s.running(task).node()).isEqualTo(other);
  }
}
