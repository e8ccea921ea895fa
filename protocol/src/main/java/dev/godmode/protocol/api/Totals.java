package dev.godmode.protocol.api;

import dev.godmode.protocol.money.Money;
import dev.godmode.protocol.task.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was spent and what came in.
 *
 * @param items each group once for each of its currencies
 */
public record Totals(TotalsBy by, Optional<Instant> from, Optional<Instant> to, List<Total> items) {

  public Totals {
    items = List.copyOf(items);
  }

  /** What is added up together. */
  public enum TotalsBy {
    STREAM,
    AGENT,
    NODE,
    DAY,
    MODEL,
    TASK
  }

  /**
   * Sums of a group, in one currency.
   *
   * @param of the stream, agent, node, day (UTC, "2026-11-26"), model or task; empty for none
   * @param money empty where no price is known: then tokens are all there is
   * @param calls of models
   */
  public record Total(String of, Optional<Sums> money, Tokens tokens, long calls) {}

  /**
   * Money that a person enters.
   *
   * @param id its own id, so that it counts once however often it is sent; a new one if left out
   * @param amount as it is written, "12.50"; below zero when it was paid
   */
  public record MoneyLine(
      Optional<String> id,
      String amount,
      String currency,
      Optional<String> stream,
      Optional<String> source,
      Optional<String> note) {}

  /**
   * Exact sums in one currency; none is below zero but after refunds.
   *
   * @param models what calls of models cost
   * @param paid what people entered as paid
   * @param received what people entered as come in
   */
  public record Sums(Money models, Money paid, Money received) {}
}
