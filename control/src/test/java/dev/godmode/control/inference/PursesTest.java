package dev.godmode.control.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PursesTest {

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final int CALLS = 1_000;

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

  private Purses purses(Budget... budgets) {
    var purses = new Purses((InstantSource) now::get);
    purses.set(List.of(budgets));
    return purses;
  }

  private static BigDecimal dollars(String text) {
    return new BigDecimal(text);
  }

  private static Caller attempt(String task, String agent, String stream) {
    return new Caller(
        "attempt:" + task, Optional.of(new AttemptKey(new TaskId(task), 1, 1)), agent, stream);
  }

  private static final Caller BUILDER = attempt("t1", "builder", "shop");

  @Test
  void the_worst_case_is_set_aside_and_the_rest_is_free_again() {
    var purses = purses(Budget.of("agent:builder", false, dollars("1")));

    var first = (Purses.Held) purses.reserve(BUILDER, dollars("0.7"));
    assertThat(purses.reserve(BUILDER, dollars("0.4"))).isInstanceOf(Purses.Over.class);
    purses.settle(first, dollars("0.1"));

    assertThat(purses.reserve(BUILDER, dollars("0.9"))).isInstanceOf(Purses.Held.class);
    assertThat(purses.standings().getFirst().spent()).isEqualByComparingTo("0.1");
  }

  @Test
  void a_refusal_says_what_is_spent_and_what_may_be() {
    var purses = purses(Budget.of("all", true, dollars("1")));
    purses.settle((Purses.Held) purses.reserve(BUILDER, dollars("0.6")), dollars("0.5"));
    purses.reserve(Caller.person("ada"), dollars("0.2"));

    var over = (Purses.Over) purses.reserve(BUILDER, dollars("0.4"));

    assertThat(over.fault().status()).isEqualTo(429);
    assertThat(over.fault().again()).isFalse();
    assertThat(over.fault().words())
        .isEqualTo(
            "the budget of all a day is 1 USD: 0.5 are spent, 0.2 may be by calls under way, and"
                + " this one could cost 0.4");
    assertThat(over.fault().retryAfter().orElseThrow()).hasHours(12);
  }

  @Test
  void each_attempt_has_its_own_and_a_day_begins_anew() {
    var purses =
        purses(
            Budget.of("attempt", false, dollars("1")),
            Budget.of("stream:shop", true, dollars("2")));
    var other = attempt("t2", "builder", "shop");
    var third = attempt("t3", "builder", "shop");
    purses.reserve(BUILDER, dollars("1"));
    purses.reserve(other, dollars("1"));

    assertThat(purses.reserve(third, dollars("0.1"))).isInstanceOf(Purses.Over.class);
    now.set(NOON.plusSeconds(13 * 3_600));

    assertThat(purses.reserve(third, dollars("0.1"))).isInstanceOf(Purses.Held.class);
    assertThat(purses.reserve(BUILDER, dollars("0.1"))).isInstanceOf(Purses.Over.class);
  }

  @Test
  void what_was_spent_before_a_start_counts() {
    var purses = purses(Budget.of("agent:builder", true, dollars("1")));

    purses.recall(BUILDER, dollars("0.9"), NOON.minusSeconds(60));
    purses.recall(BUILDER, dollars("5"), NOON.minusSeconds(86_400));

    assertThat(purses.reserve(BUILDER, dollars("0.2"))).isInstanceOf(Purses.Over.class);
    assertThat(purses.reserve(BUILDER, dollars("0.1"))).isInstanceOf(Purses.Held.class);
  }

  @Test
  void what_costs_nothing_is_never_refused() {
    var purses = purses(Budget.of("all", false, BigDecimal.ZERO));

    assertThat(purses.reserve(BUILDER, BigDecimal.ZERO)).isInstanceOf(Purses.Held.class);
    assertThat(purses.reserve(BUILDER, dollars("0.000000001"))).isInstanceOf(Purses.Over.class);
  }

  @Test
  void whose_a_budget_is_must_be_known() {
    assertThatThrownBy(() -> Budget.of("agents:builder", false, BigDecimal.ONE))
        .hasMessageContaining("did you mean 'agent'");
    assertThatThrownBy(() -> Budget.of("agent", false, BigDecimal.ONE))
        .hasMessageContaining("agent:TYPE");
    assertThatThrownBy(() -> Budget.of("all", false, dollars("-1"))).hasMessageContaining("cap");
  }

  /** Providers that lie about what they used are among them: some ask for more than the worst. */
  @ParameterizedTest
  @ValueSource(longs = {1, 20, 300, 4_000, 50_000, 600_000, 7_000_000, 80_000_000})
  void a_thousand_calls_at_once_never_spend_more_than_the_cap(long seed) {
    var cap = dollars("10");
    var purses = purses(Budget.of("all", true, cap), Budget.of("agent:a1", false, dollars("3")));
    var begin = new CountDownLatch(1);
    var broken = new AtomicReference<>("");

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < CALLS; i++) {
        var random = new Random(seed + i);
        var _ =
            threads.submit(
                () -> {
                  call(purses, random, begin, broken);
                  return true;
                });
      }
      begin.countDown();
    }

    assertThat(broken.get()).isEmpty();
    assertThat(purses.standings())
        .allSatisfy(
            one -> {
              assertThat(one.held()).isEqualByComparingTo("0");
              assertThat(one.spent()).isLessThanOrEqualTo(one.budget().cap()).isPositive();
            });
  }

  private static void call(
      Purses purses, Random random, CountDownLatch begin, AtomicReference<String> broken)
      throws InterruptedException {
    var caller = attempt("t" + random.nextInt(5), "a" + random.nextInt(3), "");
    var worst = BigDecimal.valueOf(1 + random.nextInt(200), 2);
    begin.await();
    if (purses.reserve(caller, worst) instanceof Purses.Held held) {
      Thread.onSpinWait();
      purses.settle(held, BigDecimal.valueOf(random.nextInt(300), 2));
    }
    for (var one : purses.standings()) {
      if (one.spent().add(one.held()).compareTo(one.budget().cap()) > 0) {
        broken.set(one.toString());
      }
    }
  }
}
