package dev.godmode.control.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.inference.AnswerStream;
import dev.godmode.control.inference.Dialect;
import dev.godmode.control.inference.Gateway.Streaming;
import dev.godmode.control.inference.Provider;
import dev.godmode.protocol.event.FleetEvent.AgentScaled;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServerDeskTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ServingBench bench = new ServingBench();

  private void twoUp(List<AnswerStream> calls) {
    bench.oneUp();
    calls.addAll(bench.ask(5));
    bench.look();
    bench.up("llama-2");
  }

  @Test
  void the_first_call_starts_one_and_is_answered_by_it() {
    bench.serves(0, 2, 4);
    bench.node("forge", 4, "gpu");
    bench.look();
    assertThat(bench.servers()).isEmpty();

    var reply = bench.waiter();
    bench.look();
    bench.look();
    assertThat(bench.servers()).containsExactly("llama-1 starting");
    bench.up("llama-1");

    assertThat(reply.join())
        .isInstanceOfSatisfying(
            Streaming.class,
            answer -> assertThat(answer.stream().provider()).isEqualTo("forge/llama-1"));
    assertThat(bench.servers()).containsExactly("llama-1 up");
    assertThat(bench.scaled())
        .containsExactly(new AgentScaled("llama", 0, 1, "1 call, 4 for each"));
  }

  @Test
  void as_many_as_the_rules_least_are_there_before_anybody_asks() {
    bench.node("forge", 4, "gpu");

    bench.serves(2, 3, 4);
    bench.look();

    assertThat(bench.servers()).containsExactly("llama-1 starting", "llama-2 starting");
  }

  @Test
  void another_is_started_when_each_has_its_fill_and_never_more_than_max() {
    bench.serves(0, 2, 4);
    bench.oneUp();
    bench.ask(4);
    bench.look();
    assertThat(bench.servers()).containsExactly("llama-1 up");

    bench.ask(1);
    bench.look();
    bench.look();
    assertThat(bench.servers()).containsExactly("llama-1 up", "llama-2 starting");
    bench.up("llama-2");
    bench.ask(20);
    bench.look();

    assertThat(bench.view().servers()).hasSize(2);
    assertThat(bench.view().scaling().why()).isEqualTo("25 calls, 4 for each; max is 2");
  }

  @Test
  void those_that_wait_for_one_count_as_well() {
    bench.serves(0, 3, 2);
    bench.node("forge", 4, "gpu");
    for (var call = 0; call < 5; call++) {
      var _ = bench.waiter();
    }

    bench.look();
    bench.look();

    assertThat(bench.servers()).hasSize(3);
    assertThat(bench.view().scaling().oldestWait()).isPresent();
  }

  @Test
  void when_nobody_asks_for_long_enough_it_goes_to_zero_and_not_sooner() {
    bench.serves(0, 2, 4);
    bench.oneUp();

    bench.pass(ServingBench.IDLE.minus(SECOND));
    assertThat(bench.servers()).containsExactly("llama-1 up");
    assertThat(bench.view().scaling().why()).startsWith("0 would do: fewer in");
    bench.pass(SECOND.multipliedBy(5));

    assertThat(bench.servers()).isEmpty();
    assertThat(bench.scaled().getLast())
        .returns(0, AgentScaled::to)
        .returns("no more than 0 were needed for 120 s", AgentScaled::reason);
  }

  @Test
  void calls_that_come_and_go_between_two_looks_keep_it() {
    bench.serves(0, 2, 4);
    bench.oneUp();

    for (var minute = 0; minute < 10; minute++) {
      bench.ask().close();
      bench.pass(Duration.ofMinutes(1));
    }

    assertThat(bench.servers()).containsExactly("llama-1 up");
    assertThat(bench.scaled()).hasSize(1);
  }

  @Test
  void load_that_comes_in_waves_does_not_make_it_swing() {
    bench.serves(0, 2, 4);
    twoUp(new ArrayList<>());

    for (var wave = 0; wave < 5; wave++) {
      var calls = bench.ask(8);
      bench.pass(Duration.ofSeconds(30));
      calls.forEach(AnswerStream::close);
      bench.pass(Duration.ofSeconds(60));
    }

    assertThat(bench.scaled()).extracting(AgentScaled::to).containsExactly(1, 2);
  }

  @Test
  void one_that_goes_gets_no_new_calls_and_finishes_those_that_it_has() {
    bench.serves(0, 2, 4);
    var calls = new ArrayList<AnswerStream>();
    twoUp(calls);
    calls.add(bench.ask());
    var last = calls.getLast();
    assertThat(last.provider()).isEqualTo("forge/llama-2");
    calls.subList(1, 5).forEach(AnswerStream::close);

    bench.pass(ServingBench.IDLE.plus(SECOND));
    assertThat(bench.servers()).containsExactly("llama-1 up", "llama-2 stopping");
    assertThat(bench.ask(2)).extracting(AnswerStream::provider).containsOnly("forge/llama-1");
    last.close();
    bench.pass(SECOND.multipliedBy(2));

    assertThat(bench.servers()).containsExactly("llama-1 up");
  }

  @Test
  void one_that_does_not_finish_is_dismissed_after_a_while() {
    bench.serves(0, 2, 4);
    var calls = new ArrayList<AnswerStream>();
    twoUp(calls);
    calls.add(bench.ask());
    calls.subList(1, 5).forEach(AnswerStream::close);

    bench.pass(ServingBench.IDLE.plus(ServerTrend.FINISHED_WITHIN));
    assertThat(bench.servers()).containsExactly("llama-1 up", "llama-2 stopping");
    bench.pass(SECOND.multipliedBy(5));

    assertThat(bench.servers()).containsExactly("llama-1 up");
  }

  @Test
  void one_that_was_about_to_go_stays_when_it_is_needed_again() {
    bench.serves(0, 2, 4);
    var calls = new ArrayList<AnswerStream>();
    twoUp(calls);
    calls.add(bench.ask());
    calls.subList(1, 5).forEach(AnswerStream::close);
    bench.pass(ServingBench.IDLE.plus(SECOND));

    bench.ask(4);
    bench.look();

    assertThat(bench.servers()).containsExactly("llama-1 up", "llama-2 up");
  }

  @Test
  void a_tighter_rule_counts_at_once() {
    bench.serves(0, 2, 4);
    twoUp(new ArrayList<>());

    bench.serves(0, 1, 4);
    assertThat(bench.servers()).containsExactly("llama-1 up", "llama-2 stopping");
    assertThat(bench.scaled().getLast())
        .returns("its rule says 0 to 1 at once", AgentScaled::reason);
  }

  @Test
  void a_rehearsal_says_what_would_come_and_changes_nothing() {
    bench.serves(0, 5, 4);
    bench.node("forge", 4, "gpu");

    var would = bench.desk.rehearse("llama", Optional.of(17)).orElseThrow();

    assertThat(would.next()).isEqualTo(5);
    assertThat(would.why()).isEqualTo("17 calls, 4 for each; max is 5");
    assertThat(bench.scaled()).isEmpty();
    assertThat(bench.desk.rehearse("other", Optional.empty())).isEmpty();
  }

  @Test
  void what_a_person_brought_in_is_asked_in_their_stead_and_that_is_said() {
    bench.serves(0, 1, 4);
    bench.providers.set(
        List.of(
            new Provider(
                "own",
                URI.create("http://127.0.0.1:9"),
                Dialect.OPENAI,
                Optional.empty(),
                List.of(ServingBench.MODEL),
                SECOND)),
        Map.of());

    assertThat(bench.ask().provider()).isEqualTo("own");
    bench.look();

    assertThat(bench.servers()).isEmpty();
    assertThat(bench.view().scaling().why())
        .endsWith("qwen3-8b is asked of own, which a person brought in");
  }

  @Test
  void its_models_are_among_those_that_can_be_asked_for_and_so_are_their_other_names() {
    bench.serves(0, 1, 4);
    bench.providers.set(List.of(), Map.of("gpt", ServingBench.MODEL));

    assertThat(bench.providers.names()).containsExactly("gpt", ServingBench.MODEL);
  }
}
