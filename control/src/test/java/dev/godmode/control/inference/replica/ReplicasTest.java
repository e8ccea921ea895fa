package dev.godmode.control.inference.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godmode.control.inference.Budget;
import dev.godmode.control.inference.Price;
import dev.godmode.control.inference.Purses;
import dev.godmode.control.inference.UseBooks;
import dev.godmode.protocol.api.ReplicaViews.ReplicaReport;
import dev.godmode.protocol.api.ReplicaViews.ReplicaView;
import dev.godmode.protocol.inference.CallLine;
import dev.godmode.protocol.inference.CallNews;
import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.inference.ModelFault;
import dev.godmode.protocol.inference.ModelUse;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReplicasTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Caller BUILDER =
      new Caller("builder-1", Optional.empty(), "builder", "shop");

  private final List<ModelUse> ledger = new ArrayList<>();
  private final Purses purses = new Purses(() -> NOON);
  private final UseBooks books =
      new UseBooks(
          purses,
          (_, _) -> {},
          use -> {
            ledger.add(use);
            return CompletableFuture.completedFuture(null);
          });
  private long nanos;
  private final Replicas replicas = new Replicas(books, () -> nanos);

  /** A million tokens cost a dollar: a call of a thousand at the worst costs a tenth of a cent. */
  private static CallLine call(String id) {
    return new CallLine(id, BUILDER, "small", "local", 500, 500, 400);
  }

  private void priced(String cap) {
    books.price(List.of(new Price("small", BigDecimal.ONE, BigDecimal.ONE)));
    purses.set(List.of(Budget.of("agent:builder", false, new BigDecimal(cap))));
  }

  private void report(long sequence, CallNews... news) {
    replicas.report(
        "r1", new ReplicaReport("forge:5055", "127.0.0.1:5055", NOON, sequence, List.of(news), ""));
  }

  private static CallNews closed(String id, long tokens) {
    return new CallNews.Closed(call(id), tokens, tokens, false, Duration.ofMillis(20));
  }

  private List<ModelUse> told() {
    books.settle().join();
    return ledger;
  }

  @Test
  void what_a_replica_did_stands_in_the_books() {
    report(1, new CallNews.Opened(call("a")), closed("a", 10));

    assertThat(told())
        .extracting(ModelUse::who, ModelUse::provider, ModelUse::inputTokens, ModelUse::failed)
        .containsExactly(tuple("builder-1", "local", 10L, 0));
    assertThat(replicas.views()).extracting(ReplicaView::outstanding).containsExactly(0);
  }

  @Test
  void a_report_that_comes_twice_counts_once() {
    report(1, new CallNews.Opened(call("a")), closed("a", 10));
    report(1, new CallNews.Opened(call("a")), closed("a", 10));

    assertThat(told()).extracting(ModelUse::calls).containsExactly(1);
  }

  @Test
  void a_call_that_began_before_control_did_is_in_the_books_too() {
    priced("1");

    report(7, closed("a", 10));

    assertThat(told())
        .singleElement()
        .satisfies(use -> assertThat(use.cost()).isEqualByComparingTo("0.00002"));
  }

  @Test
  void the_worst_case_is_set_aside_until_the_call_is_over() {
    priced("0.0015");

    assertThat(replicas.begin("r1", call("a"))).isEmpty();
    assertThat(replicas.begin("r1", call("b")))
        .get()
        .extracting(ModelFault::code)
        .isEqualTo("insufficient_quota");
    report(1, closed("a", 10));

    assertThat(replicas.begin("r1", call("c"))).isEmpty();
  }

  @Test
  void what_was_never_carried_out_costs_nothing() {
    priced("0.0015");
    replicas.begin("r1", call("a"));

    report(1, new CallNews.Struck("a"));

    assertThat(told()).isEmpty();
    assertThat(replicas.begin("r1", call("b"))).isEmpty();
  }

  @Test
  void calls_of_a_replica_that_fell_silent_are_lost_and_paid_for_as_lost_ones() {
    priced("0.0015");
    report(1);
    replicas.begin("r1", call("a"));
    nanos = Replicas.SILENCE_MAX.toNanos() + 1;

    replicas.look();

    assertThat(told())
        .extracting(ModelUse::failed, ModelUse::inputTokens)
        .containsExactly(tuple(1, 100L));
    assertThat(purses.standings().getFirst().held()).isZero();
    assertThat(replicas.views()).isEmpty();
  }

  @Test
  void one_that_gave_signs_of_life_keeps_its_calls() {
    replicas.begin("r1", call("a"));
    nanos = Replicas.SILENCE_MAX.toNanos();
    report(1);
    nanos += Duration.ofSeconds(3).toNanos();

    replicas.look();

    assertThat(replicas.views())
        .extracting(ReplicaView::name, ReplicaView::silent, ReplicaView::outstanding)
        .containsExactly(tuple("forge:5055", Duration.ofSeconds(3), 1));
  }

  @Test
  void a_budget_that_came_while_a_call_was_under_way_does_not_undo_it() {
    report(1, new CallNews.Opened(call("a")));
    priced("0");
    report(2, closed("a", 10), closed("b", 10));

    assertThat(told()).extracting(ModelUse::calls).containsExactly(2);
  }
}
