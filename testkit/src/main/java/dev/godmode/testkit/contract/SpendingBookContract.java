package dev.godmode.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.ledger.PlacedEntry.Place;
import dev.godmode.control.ledger.Spending;
import dev.godmode.control.ledger.Spending.Source;
import dev.godmode.control.ledger.SpendingBook;
import dev.godmode.protocol.api.Totals.Sums;
import dev.godmode.protocol.api.Totals.Total;
import dev.godmode.protocol.api.Totals.TotalsBy;
import dev.godmode.protocol.money.Money;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What books promise. */
public abstract class SpendingBookContract {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final AttemptKey ATTEMPT = new AttemptKey(new TaskId("t1"), 1, 7);

  /** The same books, empty at first, at each call within one test. */
  protected abstract SpendingBook book();

  @Test
  void tenths_and_thousandths_of_cents_add_up_exactly() {
    book()
        .add(1_000, LongStream.rangeClosed(1, 1_000).mapToObj(n -> call(n, "0.0001 USD")).toList());

    assertThat(book().position()).isEqualTo(1_000);
    assertThat(totals(TotalsBy.STREAM))
        .singleElement()
        .satisfies(total -> assertThat(sums(total).models().value()).isEqualTo("0.1000 USD"))
        .returns("shop", Total::of)
        .returns(new Tokens(10_000, 0, 5_000), Total::tokens)
        .returns(1_000L, Total::calls);
  }

  @Test
  void what_is_said_again_counts_once() {
    book().add(1, List.of(call(1, "0.5 USD")));
    book().add(1, List.of(call(1, "0.5 USD")));
    book().add(2, List.of(call(2, "call:1", "0.5 USD")));

    assertThat(totals(TotalsBy.MODEL)).singleElement().returns(1L, Total::calls);
    assertThat(book().position()).isEqualTo(2);
  }

  @Test
  void currencies_are_never_added_to_each_other() {
    book().add(3, List.of(call(1, "1 USD"), call(2, "1 EUR"), entered(3, "-3.50 EUR")));

    assertThat(totals(TotalsBy.STREAM)).hasSize(2);
    assertThat(sums(totals(TotalsBy.STREAM).getFirst()))
        .returns("1 EUR", sums -> sums.models().value())
        .returns("3.50 EUR", sums -> sums.paid().value());
    assertThat(sums(totals(TotalsBy.STREAM).getLast()).models()).isEqualTo(Money.parse("1 USD"));
  }

  @Test
  void what_comes_in_and_what_is_paid_are_told_apart() {
    book().add(3, List.of(entered(1, "100 EUR"), entered(2, "-40.25 EUR"), entered(3, "0.25 EUR")));

    assertThat(sums(totals(TotalsBy.DAY).getFirst()))
        .returns("100.25 EUR", sums -> sums.received().value())
        .returns("40.25 EUR", sums -> sums.paid().value())
        .returns("0", sums -> sums.models().amount().stripTrailingZeros().toPlainString());
  }

  @Test
  void a_call_without_a_price_counts_its_tokens() {
    book().add(1, List.of(call(1, Optional.empty())));

    assertThat(totals(TotalsBy.NODE))
        .containsExactly(new Total("n1", Optional.empty(), new Tokens(10, 0, 5), 1));
  }

  @Test
  void what_an_agent_says_of_itself_counts_where_nothing_was_measured() {
    var told =
        new Spending(
            1,
            NOON,
            "attempt:7",
            Source.TOLD,
            Optional.of(ATTEMPT),
            place(),
            "",
            Tokens.NONE,
            1,
            Optional.of(Money.parse("-9 USD")));
    book().add(1, List.of(told));
    assertThat(sums(totals(TotalsBy.TASK).getFirst()).models().value()).isEqualTo("9 USD");

    book().add(2, List.of(call(2, "1.25 USD")));

    assertThat(sums(totals(TotalsBy.TASK).getFirst()).models().value()).isEqualTo("1.25 USD");
  }

  @Test
  void days_come_newest_first_and_a_time_narrows() {
    book()
        .add(
            3,
            List.of(
                call(1, "1 USD"),
                at(2, NOON.plus(Duration.ofDays(1))),
                at(3, NOON.plus(Duration.ofDays(2)))));

    assertThat(totals(TotalsBy.DAY))
        .extracting(Total::of)
        .containsExactly("2026-11-26", "2026-11-25", "2026-11-24");
    assertThat(
            book()
                .totals(
                    TotalsBy.DAY,
                    Optional.of(NOON.plus(Duration.ofDays(1))),
                    Optional.of(NOON.plus(Duration.ofDays(2)))))
        .extracting(Total::of)
        .containsExactly("2026-11-25");
  }

  private List<Total> totals(TotalsBy by) {
    return book().totals(by, Optional.empty(), Optional.empty());
  }

  private static Sums sums(Total total) {
    return total.money().orElseThrow();
  }

  private static Place place() {
    return new Place("shop", "writer", Optional.of(new NodeId("n1")));
  }

  private static Spending call(long sequence, String cost) {
    return call(sequence, "call:" + sequence, cost);
  }

  private static Spending call(long sequence, String id, String cost) {
    var money = Money.parse(cost);
    return call(
        sequence, id, NOON, Optional.of(new Money(money.amount().negate(), money.currency())));
  }

  private static Spending call(long sequence, Optional<Money> money) {
    return call(sequence, "call:" + sequence, NOON, money);
  }

  private static Spending at(long sequence, Instant at) {
    return call(sequence, "call:" + sequence, at, Optional.of(Money.parse("-1 USD")));
  }

  private static Spending call(long sequence, String id, Instant at, Optional<Money> money) {
    return new Spending(
        sequence,
        at,
        id,
        Source.METERED,
        Optional.of(ATTEMPT),
        place(),
        "small-model",
        new Tokens(10, 0, 5),
        1,
        money);
  }

  private static Spending entered(long sequence, String amount) {
    return new Spending(
        sequence,
        NOON,
        "entry:" + sequence,
        Source.ENTERED,
        Optional.empty(),
        new Place("shop", "", Optional.empty()),
        "",
        Tokens.NONE,
        0,
        Optional.of(Money.parse(amount)));
  }
}
