package dev.godmode.kernel;

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
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an open breaker keeps from being placed, who pays for it, and how it closes. */
class OpenBreakerTest {

  private final AlikeFailures work = new AlikeFailures();
  private final Scenario s = work.s;

  @Test
  void nothing_is_placed_where_a_breaker_is_open_and_the_reason_is_said() {
    var forge = s.node("forge", 4);
    work.brokenOn(forge);

    var task = s.submit(AlikeFailures.work("next"));
    var writer = s.submit(SpecBuilder.named("text").agent("writer").command());

    assertThat(s.state(task)).isEqualTo(QUEUED);
    assertThat(s.kernel().explain(task).orElseThrow().summary())
        .contains("breaker %s is open".formatted(work.open().getFirst().id()));
    assertThat(s.state(writer)).isEqualTo(RUNNING);
  }

  @Test
  void work_goes_to_a_node_for_which_none_is_open() {
    work.brokenOn(s.node("forge", 4));
    var anvil = s.node("anvil", 1);

    assertThat(s.kernel().leased(anvil)).hasSize(1);
  }

  @Test
  void an_agent_that_is_paused_everywhere_says_so() {
    for (var name : List.of("anvil", "forge", "kiln")) {
      s.node(name, 1);
    }
    work.submit(3).forEach(task -> work.fail(task, "is not logged in"));

    var task = s.submit(AlikeFailures.work("next"));

    assertThat(s.kernel().explain(task).orElseThrow().summary())
        .contains(
            "breaker %s is open for agent coder (is not logged in)"
                .formatted(work.open().getFirst().id()))
        .contains("gm breaker close");
  }

  @Test
  void failures_by_which_it_opened_count_against_no_task() {
    var forge = s.node("forge", 4);

    var tasks = work.brokenOn(forge);

    assertThat(tasks).allSatisfy(task -> assertThat(s.task(task).failures()).isZero());
  }

  @Test
  void what_still_fails_alike_while_it_is_open_counts_against_no_task_either() {
    var forge = s.node("forge", 4);
    var tasks = work.submit(4);
    tasks.forEach(task -> work.fail(task, "cannot reach its model"));

    assertThat(s.task(tasks.get(3)).failures()).isZero();
    assertThat(s.state(tasks.get(3))).isEqualTo(QUEUED);
    assertThat(s.kernel().leased(forge)).isEmpty();
  }

  @Test
  void one_attempt_tries_it_when_the_pause_is_over() {
    var forge = s.node("forge", 4);
    work.brokenOn(forge);

    s.pass(BreakerDesk.PAUSE, forge);

    assertThat(s.kernel().leased(forge)).hasSize(1);
  }

  @Test
  void it_closes_when_that_one_goes_well_and_the_others_go_on() {
    var forge = s.node("forge", 4);
    work.brokenOn(forge);
    s.pass(BreakerDesk.PAUSE, forge);

    s.end(s.kernel().leased(forge).getFirst(), Ending.SUCCEEDED);

    assertThat(s.events(BreakerClosed.class)).hasSize(1);
    assertThat(s.kernel().leased(forge)).hasSize(3);
  }

  @Test
  void it_stays_open_for_twice_as_long_when_that_one_fails_alike() {
    var forge = s.node("forge", 4);
    work.brokenOn(forge);
    s.pass(BreakerDesk.PAUSE, forge);

    work.fail(s.kernel().leased(forge).getFirst(), "cannot reach its model");

    assertThat(s.events(BreakerStaysOpen.class).getLast().until())
        .isEqualTo(s.now().plus(BreakerDesk.PAUSE.multipliedBy(2)));
    assertThat(s.kernel().leased(forge)).isEmpty();
  }

  @Test
  void the_next_to_try_it_is_another_task() {
    var forge = s.node("forge", 4);
    work.brokenOn(forge);
    s.pass(BreakerDesk.PAUSE, forge);
    var first = s.kernel().leased(forge).getFirst();
    work.fail(first, "cannot reach its model");

    s.pass(BreakerDesk.PAUSE.multipliedBy(2), forge);

    assertThat(s.kernel().leased(forge)).hasSize(1).doesNotContain(first);
  }

  @Test
  void it_closes_when_that_one_fails_in_another_way() {
    var forge = s.node("forge", 4);
    work.brokenOn(forge);
    s.pass(BreakerDesk.PAUSE, forge);

    work.fail(s.kernel().leased(forge).getFirst(), "found nothing to do");

    assertThat(work.open()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Ending.class,
      names = {"STOPPED", "ORPHANED", "SECRET_MISSING"})
  void an_attempt_that_was_taken_away_says_nothing(Ending ending) {
    var forge = s.node("forge", 4);
    work.brokenOn(forge);
    s.pass(BreakerDesk.PAUSE, forge);

    s.end(s.kernel().leased(forge).getFirst(), ending);

    assertThat(work.open()).hasSize(1);
    assertThat(work.open().getFirst().probes()).isZero();
  }

  @Test
  void it_closes_when_that_one_has_run_for_longer_than_any_that_failed() {
    var forge = s.node("forge", 4);
    work.brokenOn(forge);
    s.pass(BreakerDesk.PAUSE, forge);
    s.start(s.attempt(s.kernel().leased(forge).getFirst()));

    s.pass(BreakerDesk.PATIENCE, forge);

    assertThat(work.open()).isEmpty();
  }

  @Test
  void a_limit_of_use_says_itself_when_one_may_try() {
    s.node("forge", 3);
    var until = s.now().plus(Duration.ofHours(3));
    var limit = new AgentWork(Optional.empty(), Tokens.NONE, Optional.empty(), Optional.of(until));

    for (var task : work.submit(3)) {
      s.end(
          s.running(task).node(), s.attempt(task), Scenario.report(Ending.LIMIT_REACHED).of(limit));
    }

    assertThat(work.open()).extracting(Breaker::until).containsExactly(until);
  }

  @Test
  void a_person_may_close_it() {
    var forge = s.node("forge", 4);
    work.brokenOn(forge);

    var reply = s.send(new Command.CloseBreaker(work.open().getFirst().id(), "the cable was out"));

    assertThat(reply).isEqualTo(new Reply.Done());
    assertThat(s.kernel().leased(forge)).isNotEmpty();
  }

  @Test
  void a_breaker_that_is_not_open_is_refused_with_those_that_are() {
    work.brokenOn(s.node("forge", 4));

    var reply = s.send(new Command.CloseBreaker("b999", "a whim"));

    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.why()).contains("b999", work.open().getFirst().id()));
  }

  @Test
  void after_it_was_closed_as_many_must_fail_anew() {
    var forge = s.node("forge", 4);
    var tasks = work.brokenOn(forge);
    s.send(new Command.CloseBreaker(work.open().getFirst().id(), "mended"));
    s.pass(Duration.ofSeconds(3), forge);

    work.fail(tasks.get(0), "cannot reach its model");

    assertThat(work.open()).isEmpty();
  }

  @Test
  void it_goes_with_its_agent() {
    var forge = s.node("forge", 4);
    work.brokenOn(forge);

    s.declare(Scenario.agent("writer", 3, AlikeFailures.BACKOFF));
    s.pass(Duration.ofSeconds(1), forge);

    assertThat(work.open()).isEmpty();
  }

  /** Three faults of routes, and twenty tasks that have nothing to do with them. */
  @Test
  void thirty_five_failures_in_three_ways_open_three_and_fail_none_of_twenty_tasks() {
    var nodes = List.of(s.node("anvil", 4), s.node("forge", 4), s.node("kiln", 4));
    var alive = nodes.toArray(NodeId[]::new);
    var tasks = new ArrayList<TaskId>();
    for (var n = 0; n < 20; n++) {
      tasks.add(
          s.submit(
              AlikeFailures.work("w" + n).source("https://example.org/r%d.git".formatted(n % 2))));
    }
    var ways = List.of("is not logged in", "cannot reach its model", "speaks another protocol");
    var failures = 0;
    for (var turn = 0; failures < 35 && turn < 2_000; turn++) {
      for (var node : nodes) {
        for (var task : s.kernel().leased(node)) {
          if (failures < 35) {
            work.fail(task, ways.get(failures % 3));
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
