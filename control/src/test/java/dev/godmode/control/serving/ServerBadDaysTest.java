package dev.godmode.control.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.inference.Gateway.Refused;
import dev.godmode.control.inference.Gateway.Streaming;
import dev.godmode.kernel.Command;
import dev.godmode.protocol.node.NodeId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of servers, and of those who wait for one, when something goes wrong. */
@Timeout(30)
class ServerBadDaysTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ServingBench bench = new ServingBench();

  @Test
  void one_that_dies_is_started_again_and_calls_wait_for_it() {
    bench.serves(0, 2, 4);
    bench.oneUp();

    bench.dies("llama-1");
    var reply = bench.waiter();
    assertThat(bench.servers()).containsExactly("llama-1 waiting");
    bench.pass(SECOND.multipliedBy(2));
    bench.up("llama-1");

    assertThat(reply.join()).isInstanceOf(Streaming.class);
  }

  /** One that has answered once, and is silent for a second less than it may be. */
  private void silentAlmostTooLong() {
    silent(Silences.MAX.minus(SECOND));
  }

  private void silent(Duration time) {
    bench.serves(1, 1, 4);
    bench.oneUp();
    bench.hang(false);
    bench.look();

    bench.hang(true);
    bench.pass(time);
  }

  @Test
  void one_whose_node_is_silent_is_not_told_to_start_again() {
    silent(Silences.MAX.minus(SECOND.multipliedBy(4)));

    bench.silence("forge");
    bench.pass(SECOND.multipliedBy(5));

    assertThat(bench.view().scaling().why()).endsWith("node forge is silent");
    assertThat(bench.restarts()).isZero();
  }

  @Test
  void one_that_runs_and_answers_no_more_is_started_again_once_and_not_sooner() {
    silentAlmostTooLong();
    var patient = bench.starts("llama-1");
    bench.pass(SECOND.multipliedBy(600));

    assertThat(patient).isEqualTo(1);
    assertThat(bench.starts("llama-1")).as("it has not answered since").isEqualTo(2);
  }

  @Test
  void one_that_answers_again_in_time_or_has_calls_is_left_alone() {
    silentAlmostTooLong();
    bench.hang(false);
    bench.look();
    bench.ask(1);
    bench.hang(true);
    bench.pass(Silences.MAX_AT_WORK.minus(SECOND));

    assertThat(bench.starts("llama-1")).isEqualTo(1);
  }

  @Test
  void what_no_node_can_take_is_said_at_once_with_the_reason_of_placement() {
    bench.serves(0, 2, 4);
    bench.node("pi", 4);

    var reply = bench.waiter();
    bench.look();
    bench.look();

    assertThat(reply.join())
        .isInstanceOfSatisfying(
            Refused.class,
            no -> {
              assertThat(no.fault().status()).isEqualTo(503);
              assertThat(no.fault().retryAfter()).isPresent();
              assertThat(no.fault().words()).contains("llama-1", "gpu");
            });
    assertThat(bench.servers()).containsExactly("llama-1 never");
    assertThat(bench.reply()).as("the next one, at once").isInstanceOf(Refused.class);
  }

  @Test
  void one_that_a_person_stopped_keeps_its_place_and_its_callers_are_told() {
    bench.serves(0, 1, 4);
    bench.oneUp();

    bench.order(new Command.StopAgent("llama-1", "it is too loud"));
    bench.pass(SECOND);
    assertThat(bench.servers()).containsExactly("llama-1 stuck");
    assertThat(bench.reply())
        .isInstanceOfSatisfying(
            Refused.class,
            no -> assertThat(no.fault().words()).contains("llama-1: stopped: it is too loud"));
    bench.pass(ServingBench.IDLE.multipliedBy(2));

    assertThat(bench.servers()).as("nobody sweeps it away").containsExactly("llama-1 stuck");
  }

  @Test
  void one_that_ends_again_and_again_waits_for_a_person_and_another_takes_the_calls() {
    bench.serves(1, 2, 4);
    bench.node("forge", 4, "gpu");
    bench.look();
    for (var end = 0; end < 6; end++) {
      bench.dies("llama-1");
      bench.pass(SECOND.multipliedBy(2));
    }

    bench.look();

    assertThat(bench.servers()).containsExactly("llama-1 stuck", "llama-2 starting");
    assertThat(bench.view().servers().getFirst().why()).contains("gm agent restart llama-1");
  }

  @Test
  void while_a_node_is_silent_it_holds() {
    bench.serves(0, 2, 4);
    bench.oneUp();
    bench.silence("forge");

    bench.pass(SECOND.multipliedBy(4));

    assertThat(bench.view().scaling().why()).isEqualTo("held at 1: node forge is silent");
  }

  @Test
  void while_the_fleet_is_stopped_nothing_is_started_and_callers_are_told() {
    bench.serves(0, 2, 4);
    bench.node("forge", 4, "gpu");
    bench.order(new Command.StopFleet("a fire"));
    bench.look();

    assertThat(bench.reply())
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.fault().words()).contains("the fleet is stopped"));
    assertThat(bench.servers()).isEmpty();
  }

  @Test
  void a_control_that_starts_anew_stops_nothing_that_serves() {
    bench.serves(0, 2, 4);
    bench.oneUp();
    bench.pass(ServingBench.IDLE.minus(SECOND.multipliedBy(5)));

    bench.restart();
    bench.pass(SECOND.multipliedBy(20));

    assertThat(bench.servers()).containsExactly("llama-1 up");
    assertThat(bench.view().scaling().desired()).isEqualTo(1);
  }

  @Test
  void one_on_a_node_that_takes_no_new_work_finishes_there_and_another_takes_its_place() {
    bench.serves(0, 2, 4);
    bench.oneUp();
    var last = bench.ask();
    bench.node("atlas", 4, "gpu");

    bench.order(new Command.CordonNode(new NodeId("forge"), "a new disk"));
    bench.pass(SECOND.multipliedBy(3));
    assertThat(bench.servers()).containsExactly("llama-1 stopping", "llama-2 starting");
    bench.up("llama-2");
    assertThat(bench.ask().provider()).isEqualTo("atlas/llama-2");
    last.close();
    bench.pass(SECOND.multipliedBy(3));

    assertThat(bench.servers()).containsExactly("llama-2 up");
  }

  @Test
  void never_more_than_the_most_not_even_while_one_finishes() {
    bench.serves(0, 1, 4);
    bench.oneUp();
    bench.ask();
    bench.node("atlas", 4, "gpu");

    bench.order(new Command.CordonNode(new NodeId("forge"), "a new disk"));
    bench.pass(SECOND.multipliedBy(3));

    assertThat(bench.servers()).containsExactly("llama-1 stopping");
  }

  @Test
  void an_agent_that_serves_no_more_tells_those_who_wait() {
    bench.serves(0, 1, 4);
    var reply = bench.waiter();

    bench.order(new Command.DeclareAgents(List.of()));
    bench.look();

    assertThat(reply.join())
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.fault().status()).isEqualTo(404));
    assertThat(bench.desk.views()).isEmpty();
  }
}
