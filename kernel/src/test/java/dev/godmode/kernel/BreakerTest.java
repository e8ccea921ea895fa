package dev.godmode.kernel;

import static dev.godmode.protocol.task.TaskState.FAILED;
import static dev.godmode.protocol.task.TaskState.QUEUED;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.breaker.Breaker;
import dev.godmode.protocol.event.FleetEvent.BreakerOpened;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.FailureRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When failures that tasks share open a breaker, and on what. */
class BreakerTest {

  private final AlikeFailures work = new AlikeFailures();
  private final Scenario s = work.s;

  @Test
  void three_tasks_that_fail_alike_open_a_breaker_on_what_they_have_in_common() {
    var forge = s.node("forge", 3);
    var tasks = work.submit(3);

    tasks.forEach(task -> work.fail(task, "cannot reach its model"));

    assertThat(s.events(BreakerOpened.class)).hasSize(1);
    assertThat(s.events(BreakerOpened.class).getFirst())
        .returns(
            new FailureRoute(Optional.of("coder"), Optional.of(forge), Optional.empty()),
            BreakerOpened::route)
        .returns(Optional.of("agent coder on forge"), BreakerOpened::about)
        .returns("cannot reach its model", BreakerOpened::reason);
  }

  @Test
  void what_differs_from_one_failure_to_the_next_does_not_make_them_differ() {
    s.node("forge", 3);
    var tasks = work.submit(3);

    for (var n = 0; n < 3; n++) {
      var task = tasks.get(n);
      work.fail(
          task, "%s on forge: no answer from 10.0.0.%d:80%d in 3.%d s".formatted(task, n, n, n));
    }

    assertThat(work.open()).hasSize(1);
  }

  @Test
  void one_task_that_fails_again_and_again_opens_none() {
    var forge = s.node("forge", 1);
    var task = s.submit(AlikeFailures.work("w"));

    for (var tries = 0; tries < 3; tries++) {
      work.fail(task, "cannot reach its model");
      s.pass(Duration.ofSeconds(8), forge);
    }

    assertThat(s.state(task)).isEqualTo(FAILED);
    assertThat(work.open()).isEmpty();
  }

  @Test
  void tasks_that_fail_in_different_ways_open_none() {
    s.node("forge", 3);
    var tasks = work.submit(3);

    work.fail(tasks.get(0), "cannot reach its model");
    work.fail(tasks.get(1), "spoke in a way nobody understands");
    work.fail(tasks.get(2), "gave up");

    assertThat(work.open()).isEmpty();
  }

  @Test
  void failures_that_are_long_past_open_none() {
    var forge = s.node("forge", 3);
    var tasks = work.submit(3);

    work.fail(tasks.get(0), "cannot reach its model");
    work.fail(tasks.get(1), "cannot reach its model");
    s.send(new Command.HoldTask(tasks.get(0), "later"));
    s.send(new Command.HoldTask(tasks.get(1), "later"));
    s.pass(Duration.ofMinutes(11), forge);
    work.fail(tasks.get(2), "cannot reach its model");

    assertThat(work.open()).isEmpty();
  }

  @Test
  void a_program_that_a_task_brings_fails_by_the_tasks_own_fault() {
    s.node("forge", 3);

    for (var n = 0; n < 3; n++) {
      work.end(s.submit("own" + n), Ending.PROGRAM_FAILED, "exit 1");
    }

    assertThat(work.open()).isEmpty();
  }

  @Test
  void an_attempt_that_goes_well_in_the_same_way_clears_it() {
    s.node("forge", 4);
    var tasks = work.submit(4);

    work.fail(tasks.get(0), "cannot reach its model");
    work.fail(tasks.get(1), "cannot reach its model");
    s.end(tasks.get(3), Ending.SUCCEEDED);
    work.fail(tasks.get(2), "cannot reach its model");

    assertThat(work.open()).isEmpty();
  }

  @Test
  void an_attempt_that_goes_well_elsewhere_leaves_the_blame_with_the_node() {
    var forge = s.node("forge", 3);
    var tasks = work.submit(3);
    s.node("anvil", 1);
    var other = s.submit(AlikeFailures.work("elsewhere"));

    work.fail(tasks.get(0), "no space left");
    work.fail(tasks.get(1), "no space left");
    s.end(other, Ending.SUCCEEDED);
    work.fail(tasks.get(2), "no space left");

    assertThat(work.open())
        .extracting(Breaker::route)
        .containsExactly(
            new FailureRoute(Optional.of("coder"), Optional.of(forge), Optional.empty()));
  }

  @Test
  void failures_on_several_nodes_blame_the_agent() {
    for (var name : List.of("anvil", "forge", "kiln")) {
      s.node(name, 1);
    }

    work.submit(3).forEach(task -> work.fail(task, "is not logged in"));

    assertThat(work.open())
        .extracting(Breaker::route)
        .containsExactly(
            new FailureRoute(Optional.of("coder"), Optional.empty(), Optional.empty()));
  }

  @Test
  void failures_of_several_agents_on_one_node_blame_the_node() {
    var forge = s.node("forge", 3);
    var tasks = new ArrayList<>(work.submit(2));
    tasks.add(s.submit(SpecBuilder.named("text").agent("writer").command()));

    tasks.forEach(task -> work.end(task, Ending.COULD_NOT_START, "no space left"));

    assertThat(work.open())
        .extracting(Breaker::route)
        .containsExactly(new FailureRoute(Optional.empty(), Optional.of(forge), Optional.empty()));
  }

  @Test
  void checks_that_fail_in_one_repository_blame_that_repository() {
    s.node("anvil", 1);
    s.node("forge", 2);
    var tasks =
        IntStream.range(0, 3)
            .mapToObj(
                n -> s.submit(AlikeFailures.work("w" + n).source("https://example.org/shop.git")))
            .toList();

    tasks.forEach(task -> work.end(task, Ending.CHECKS_FAILED, "check 'builds' failed"));

    assertThat(work.open())
        .extracting(breaker -> breaker.route().repository())
        .containsExactly(Optional.of("https://example.org/shop.git"));
  }

  @Test
  void work_of_another_repository_goes_on() {
    s.node("forge", 3);
    for (var n = 0; n < 3; n++) {
      var task = s.submit(AlikeFailures.work("w" + n).source("https://example.org/shop.git"));
      work.end(task, Ending.CHECKS_FAILED, "check 'builds' failed");
    }

    var same = s.submit(AlikeFailures.work("same").source("https://example.org/shop.git"));
    var other = s.submit(AlikeFailures.work("other").source("https://example.org/docs.git"));

    assertThat(s.state(same)).isEqualTo(QUEUED);
    assertThat(s.state(other)).isEqualTo(RUNNING);
  }

  @Test
  void a_wider_breaker_takes_the_place_of_a_narrower_one() {
    var forge = s.node("forge", 3);
    work.submit(3).forEach(task -> work.fail(task, "is not logged in"));
    s.node("anvil", 1);

    s.pass(Duration.ofSeconds(5), forge);
    var elsewhere = s.kernel().tasks().stream().filter(t -> t.state() == RUNNING).findFirst();
    work.fail(elsewhere.orElseThrow().id(), "is not logged in");

    assertThat(work.open())
        .extracting(Breaker::route)
        .containsExactly(
            new FailureRoute(Optional.of("coder"), Optional.empty(), Optional.empty()));
  }
}
