package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.api.NodeView;
import dev.godmode.protocol.node.DrainPlan;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DrainWaitTest {

  private static final Instant NOW = Instant.parse("2026-11-25T19:00:00Z");
  private static final List<TaskId> TWO = List.of(new TaskId("t1"), new TaskId("t2"));

  @Test
  void a_node_that_drains_tells_what_is_left_and_how_long_it_has() {
    var node = draining(TWO, Duration.ofMinutes(2));

    assertThat(DrainWait.words(node, NOW)).isEqualTo("forge drains: 2 of 3 left, 2 min to go");
  }

  @Test
  void a_node_past_its_deadline_says_so() {
    var node = draining(TWO, Duration.ofSeconds(-1));

    assertThat(DrainWait.words(node, NOW)).isEqualTo("forge drains: 2 of 3 left, its time is over");
  }

  @Test
  void a_node_whose_work_was_handed_over_in_time_is_not_called_late() {
    var node = node(List.of(), Schedulability.CORDONED, Optional.empty(), Optional.empty());

    assertThat(DrainWait.words(node, NOW)).isEqualTo("forge is drained: nothing is left");
  }

  @Test
  void a_drain_that_was_taken_back_is_told() {
    var node = node(TWO, Schedulability.OPEN, Optional.empty(), Optional.empty());

    assertThat(DrainWait.words(node, NOW)).isEqualTo("forge does not drain any more: 2 left");
  }

  private static NodeView draining(List<TaskId> running, Duration left) {
    return node(
        running,
        Schedulability.DRAINING,
        Optional.of(NOW.plus(left)),
        Optional.of(new DrainPlan(3, true)));
  }

  private static NodeView node(
      List<TaskId> running,
      Schedulability schedulability,
      Optional<Instant> drainBy,
      Optional<DrainPlan> plan) {
    return new NodeView(
        new NodeId("n1"),
        "forge",
        NodeState.READY,
        schedulability,
        4,
        running,
        new Usage(0, 0, 0, 0, running.size()),
        Optional.empty(),
        Optional.of(NOW),
        drainBy,
        NOW,
        NOW,
        Optional.empty(),
        plan,
        Optional.empty(),
        List.of());
  }
}
