package dev.godmode.kernel;

import static dev.godmode.protocol.task.TaskState.FAILED;
import static dev.godmode.protocol.task.TaskState.QUEUED;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static dev.godmode.protocol.task.TaskState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.breaker.Breaker;
import dev.godmode.protocol.event.FleetEvent.BreakerClosed;
import dev.godmode.protocol.event.FleetEvent.BreakerOpened;
import dev.godmode.protocol.event.FleetEvent.BreakerStaysOpen;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AgentWork;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.FailureRoute;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What keeps the fleet from failing in the same way again and again. */
class BreakerTest {

  private static final Duration BACKOFF = Duration.ofSeconds(1);

  private final Scenario s = new Scenario();

  @BeforeEach
  void agents() {
    s.declare(Scenario.agent("coder", 3, BACKOFF), Scenario.agent("writer", 3, BACKOFF));
  }

  private static SpecBuilder work(String name) {
    return SpecBuilder.named(name).agent("coder").command();
  }

  private List<TaskId> submit(int tasks) {
    return IntStream.range(0, tasks).mapToObj(n -> s.submit(work("w" + n))).toList();
  }

  private void fail(TaskId task, String reason) {
    end(task, Ending.AGENT_FAILED, reason);
  }

  private void end(TaskId task, Ending ending, String reason) {
    s.end(
        s.running(task).node(),
        s.attempt(task),
        AttemptReport.of(ending).reason(reason).took(Duration.ofSeconds(2)).build());
  }

  private List<Breaker> open() {
    return s.kernel().fleet().breakers().open();
  }

  /** Three tasks on one node failed alike; the fourth waits. */
  private List<TaskId> brokenOn(NodeId forge) {
    var tasks = submit(4);
    tasks.subList(0, 3).forEach(task -> fail(task, "cannot reach its model"));
    assertThat(open()).hasSize(1);
    assertThat(s.kernel().leased(forge)).containsExactly(tasks.get(3));
    end(tasks.get(3), Ending.STOPPED, "");
    return tasks;
  }

  @Test
  void three_tasks_that_fail_alike_open_a_breaker_on_what_they_have_in_common() {
    var forge = s.node("forge", 3);
    var tasks = submit(3);

    tasks.forEach(task -> fail(task, "cannot reach its model"));

    assertThat(s.events(BreakerOpened.class)).hasSize(1);
    assertThat(s.events(BreakerOpened.class).getFirst())
        .returns(
            new FailureRoute(Optional.of("coder"), Optional.of(forge), Optional.empty()),
            BreakerOpened::route)
        .returns("cannot reach its model", BreakerOpened::reason);
  }

  @Test
  void what_differs_from_one_failure_to_the_next_does_not_make_them_differ() {
    s.node("forge", 3);
    var tasks = submit(3);

    for (var n = 0; n < 3; n++) {
      var task = tasks.get(n);
      fail(task, "%s on forge: no answer from 10.0.0.%d:80%d in 3.%d s".formatted(task, n, n, n));
    }

    assertThat(open()).hasSize(1);
  }

  @Test
  void one_task_that_fails_again_and_again_opens_none() {
    var forge = s.node("forge", 1);
    var task = s.submit(work("w"));

    for (var tries = 0; tries < 3; tries++) {
      fail(task, "cannot reach its model");
      s.pass(Duration.ofSeconds(8), forge);
    }

    assertThat(s.state(task)).isEqualTo(FAILED);
    assertThat(open()).isEmpty();
  }

  @Test
  void tasks_that_fail_in_different_ways_open_none() {
    s.node("forge", 3);
    var tasks = submit(3);

    fail(tasks.get(0), "cannot reach its model");
    fail(tasks.get(1), "spoke in a way nobody understands");
    fail(tasks.get(2), "gave up");

    assertThat(open()).isEmpty();
  }

  @Test
  void failures_that_are_long_past_open_none() {
    var forge = s.node("forge", 3);
    var tasks = submit(3);

    fail(tasks.get(0), "cannot reach its model");
    fail(tasks.get(1), "cannot reach its model");
    s.send(new Command.HoldTask(tasks.get(0), "later"));
    s.send(new Command.HoldTask(tasks.get(1), "later"));
    s.pass(Duration.ofMinutes(11), forge);
    fail(tasks.get(2), "cannot reach its model");

    assertThat(open()).isEmpty();
  }

  @Test
  void a_program_that_a_task_brings_fails_by_the_tasks_own_fault() {
    s.node("forge", 3);

    for (var n = 0; n < 3; n++) {
      end(s.submit("own" + n), Ending.PROGRAM_FAILED, "exit 1");
    }

    assertThat(open()).isEmpty();
  }

  @Test
  void an_attempt_that_goes_well_in_the_same_way_clears_it() {
    s.node("forge", 4);
    var tasks = submit(4);

    fail(tasks.get(0), "cannot reach its model");
    fail(tasks.get(1), "cannot reach its model");
    s.end(tasks.get(3), Ending.SUCCEEDED);
    fail(tasks.get(2), "cannot reach its model");

    assertThat(open()).isEmpty();
  }

  @Test
  void an_attempt_that_goes_well_elsewhere_leaves_the_blame_with_the_node() {
    var forge = s.node("forge", 3);
    var tasks = submit(3);
    s.node("anvil", 1);
    var other = s.submit(work("elsewhere"));

    fail(tasks.get(0), "no space left");
    fail(tasks.get(1), "no space left");
    s.end(other, Ending.SUCCEEDED);
    fail(tasks.get(2), "no space left");

    assertThat(open())
        .extracting(Breaker::route)
        .containsExactly(
            new FailureRoute(Optional.of("coder"), Optional.of(forge), Optional.empty()));
  }

  @Test
  void failures_on_several_nodes_blame_the_agent() {
    for (var name : List.of("anvil", "forge", "kiln")) {
      s.node(name, 1);
    }

    submit(3).forEach(task -> fail(task, "is not logged in"));

    assertThat(open())
        .extracting(Breaker::route)
        .containsExactly(
            new FailureRoute(Optional.of("coder"), Optional.empty(), Optional.empty()));
  }

  @Test
  void failures_of_several_agents_on_one_node_blame_the_node() {
    var forge = s.node("forge", 3);
    var tasks = new ArrayList<>(submit(2));
    tasks.add(s.submit(SpecBuilder.named("text").agent("writer").command()));

    tasks.forEach(task -> end(task, Ending.COULD_NOT_START, "no space left"));

    assertThat(open())
        .extracting(Breaker::route)
        .containsExactly(new FailureRoute(Optional.empty(), Optional.of(forge), Optional.empty()));
  }

  @Test
  void checks_that_fail_in_one_repository_blame_that_repository() {
    s.node("anvil", 1);
    s.node("forge", 2);
    var tasks =
        IntStream.range(0, 3)
            .mapToObj(n -> s.submit(work("w" + n).source("https://example.org/shop.git")))
            .toList();

    tasks.forEach(task -> end(task, Ending.CHECKS_FAILED, "check 'builds' failed"));

    assertThat(open())
        .extracting(breaker -> breaker.route().repository())
        .containsExactly(Optional.of("https://example.org/shop.git"));
  }

  @Test
  void work_of_another_repository_goes_on() {
    s.node("forge", 3);
    for (var n = 0; n < 3; n++) {
      var task = s.submit(work("w" + n).source("https://example.org/shop.git"));
      end(task, Ending.CHECKS_FAILED, "check 'builds' failed");
    }

    var same = s.submit(work("same").source("https://example.org/shop.git"));
    var other = s.submit(work("other").source("https://example.org/docs.git"));

    assertThat(s.state(same)).isEqualTo(QUEUED);
    assertThat(s.state(other)).isEqualTo(RUNNING);
  }

  @Test
  void a_wider_breaker_takes_the_place_of_a_narrower_one() {
    var forge = s.node("forge", 3);
    submit(3).forEach(task -> fail(task, "is not logged in"));
    s.node("anvil", 1);

    s.pass(Duration.ofSeconds(5), forge);
    var elsewhere = s.kernel().tasks().stream().filter(t -> t.state() == RUNNING).findFirst();
    fail(elsewhere.orElseThrow().id(), "is not logged in");

    assertThat(open())
        .extracting(Breaker::route)
        .containsExactly(
            new FailureRoute(Optional.of("coder"), Optional.empty(), Optional.empty()));
  }

  @Test
  void nothing_is_placed_where_a_breaker_is_open_and_the_reason_is_said() {
    var forge = s.node("forge", 4);
    brokenOn(forge);

    var task = s.submit(work("next"));
    var writer = s.submit(SpecBuilder.named("text").agent("writer").command());

    assertThat(s.state(task)).isEqualTo(QUEUED);
    assertThat(s.kernel().explain(task).orElseThrow().summary())
        .contains("breaker %s is open".formatted(open().getFirst().id()));
    assertThat(s.state(writer)).isEqualTo(RUNNING);
  }

  @Test
  void work_goes_to_a_node_for_which_none_is_open() {
    brokenOn(s.node("forge", 4));
    var anvil = s.node("anvil", 1);

    assertThat(s.kernel().leased(anvil)).hasSize(1);
  }

  @Test
  void an_agent_that_is_paused_everywhere_says_so() {
    for (var name : List.of("anvil", "forge", "kiln")) {
      s.node(name, 1);
    }
    submit(3).forEach(task -> fail(task, "is not logged in"));

    var task = s.submit(work("next"));

    assertThat(s.kernel().explain(task).orElseThrow().summary())
        .contains(
            "breaker %s is open for agent coder (is not logged in)"
                .formatted(open().getFirst().id()))
        .contains("gm breaker close");
  }

  @Test
  void failures_by_which_it_opened_count_against_no_task() {
    var forge = s.node("forge", 4);

    var tasks = brokenOn(forge);

    assertThat(tasks).allSatisfy(task -> assertThat(s.task(task).failures()).isZero());
  }

  @Test
  void what_still_fails_alike_while_it_is_open_counts_against_no_task_either() {
    var forge = s.node("forge", 4);
    var tasks = submit(4);
    tasks.forEach(task -> fail(task, "cannot reach its model"));

    assertThat(s.task(tasks.get(3)).failures()).isZero();
    assertThat(s.state(tasks.get(3))).isEqualTo(QUEUED);
    assertThat(s.kernel().leased(forge)).isEmpty();
  }

  @Test
  void one_attempt_tries_it_when_the_pause_is_over() {
    var forge = s.node("forge", 4);
    brokenOn(forge);

    s.pass(BreakerDesk.PAUSE, forge);

    assertThat(s.kernel().leased(forge)).hasSize(1);
  }

  @Test
  void it_closes_when_that_one_goes_well_and_the_others_go_on() {
    var forge = s.node("forge", 4);
    brokenOn(forge);
    s.pass(BreakerDesk.PAUSE, forge);

    s.end(s.kernel().leased(forge).getFirst(), Ending.SUCCEEDED);

    assertThat(s.events(BreakerClosed.class)).hasSize(1);
    assertThat(s.kernel().leased(forge)).hasSize(3);
  }

  @Test
  void it_stays_open_for_twice_as_long_when_that_one_fails_alike() {
    var forge = s.node("forge", 4);
    brokenOn(forge);
    s.pass(BreakerDesk.PAUSE, forge);

    fail(s.kernel().leased(forge).getFirst(), "cannot reach its model");

    assertThat(s.events(BreakerStaysOpen.class).getLast().until())
        .isEqualTo(s.now().plus(BreakerDesk.PAUSE.multipliedBy(2)));
    assertThat(s.kernel().leased(forge)).isEmpty();
  }

  @Test
  void the_next_to_try_it_is_another_task() {
    var forge = s.node("forge", 4);
    brokenOn(forge);
    s.pass(BreakerDesk.PAUSE, forge);
    var first = s.kernel().leased(forge).getFirst();
    fail(first, "cannot reach its model");

    s.pass(BreakerDesk.PAUSE.multipliedBy(2), forge);

    assertThat(s.kernel().leased(forge)).hasSize(1).doesNotContain(first);
  }

  @Test
  void it_closes_when_that_one_fails_in_another_way() {
    var forge = s.node("forge", 4);
    brokenOn(forge);
    s.pass(BreakerDesk.PAUSE, forge);

    fail(s.kernel().leased(forge).getFirst(), "found nothing to do");

    assertThat(open()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Ending.class,
      names = {"STOPPED", "ORPHANED", "SECRET_MISSING"})
  void an_attempt_that_was_taken_away_says_nothing(Ending ending) {
    var forge = s.node("forge", 4);
    brokenOn(forge);
    s.pass(BreakerDesk.PAUSE, forge);

    s.end(s.kernel().leased(forge).getFirst(), ending);

    assertThat(open()).hasSize(1);
    assertThat(open().getFirst().probes()).isZero();
  }

  @Test
  void it_closes_when_that_one_has_run_for_longer_than_any_that_failed() {
    var forge = s.node("forge", 4);
    brokenOn(forge);
    s.pass(BreakerDesk.PAUSE, forge);
    s.start(s.attempt(s.kernel().leased(forge).getFirst()));

    s.pass(BreakerDesk.PATIENCE, forge);

    assertThat(open()).isEmpty();
  }

  @Test
  void a_limit_of_use_says_itself_when_one_may_try() {
    s.node("forge", 3);
    var until = s.now().plus(Duration.ofHours(3));
    var work = new AgentWork(Optional.empty(), Tokens.NONE, Optional.empty(), Optional.of(until));

    for (var task : submit(3)) {
      s.end(
          s.running(task).node(), s.attempt(task), Scenario.report(Ending.LIMIT_REACHED).of(work));
    }

    assertThat(open()).extracting(Breaker::until).containsExactly(until);
  }

  @Test
  void a_person_may_close_it() {
    var forge = s.node("forge", 4);
    brokenOn(forge);

    var reply = s.send(new Command.CloseBreaker(open().getFirst().id(), "the cable was out"));

    assertThat(reply).isEqualTo(new Reply.Done());
    assertThat(s.kernel().leased(forge)).isNotEmpty();
  }

  @Test
  void a_breaker_that_is_not_open_is_refused_with_those_that_are() {
    brokenOn(s.node("forge", 4));

    var reply = s.send(new Command.CloseBreaker("b999", "a whim"));

    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.why()).contains("b999", open().getFirst().id()));
  }

  @Test
  void after_it_was_closed_as_many_must_fail_anew() {
    var forge = s.node("forge", 4);
    var tasks = brokenOn(forge);
    s.send(new Command.CloseBreaker(open().getFirst().id(), "mended"));
    s.pass(Duration.ofSeconds(3), forge);

    fail(tasks.get(0), "cannot reach its model");

    assertThat(open()).isEmpty();
  }

  @Test
  void it_goes_with_its_agent() {
    var forge = s.node("forge", 4);
    brokenOn(forge);

    s.declare(Scenario.agent("writer", 3, BACKOFF));
    s.pass(Duration.ofSeconds(1), forge);

    assertThat(open()).isEmpty();
  }

  /** Three faults of routes, and twenty tasks that have nothing to do with them. */
  @Test
  void thirty_five_failures_in_three_ways_open_three_and_fail_none_of_twenty_tasks() {
    var nodes = List.of(s.node("anvil", 4), s.node("forge", 4), s.node("kiln", 4));
    var alive = nodes.toArray(NodeId[]::new);
    var tasks = new ArrayList<TaskId>();
    for (var n = 0; n < 20; n++) {
      tasks.add(s.submit(work("w" + n).source("https://example.org/r%d.git".formatted(n % 2))));
    }
    var ways = List.of("is not logged in", "cannot reach its model", "speaks another protocol");
    var failures = 0;
    for (var turn = 0; failures < 35 && turn < 2_000; turn++) {
      for (var node : nodes) {
        for (var task : s.kernel().leased(node)) {
          if (failures < 35) {
            fail(task, ways.get(failures % 3));
            failures++;
          }
        }
      }
      s.pass(Duration.ofSeconds(2), alive);
    }
    var opened =
        s.events(BreakerOpened.class).stream().map(BreakerOpened::fingerprint).distinct().toList();
    for (var turn = 0;
        turn < 2_000 && !tasks.stream().allMatch(t -> s.state(t) == SUCCEEDED);
        turn++) {
      nodes.forEach(node -> s.kernel().leased(node).forEach(t -> s.end(t, Ending.SUCCEEDED)));
      s.pass(Duration.ofSeconds(2), alive);
    }

    assertThat(failures).isEqualTo(35);
    assertThat(opened).hasSize(3);
    assertThat(tasks).allSatisfy(task -> assertThat(s.state(task)).isEqualTo(SUCCEEDED));
  }
}
