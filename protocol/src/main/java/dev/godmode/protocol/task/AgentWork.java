package dev.godmode.protocol.task;

import dev.godmode.protocol.money.Money;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What an agent's program told of its work, by its driver.
 *
 * @param session the program's own name for the conversation, by which it can be taken up again
 * @param cost "0.0123 USD", as the program told it; empty when it did not
 * @param limitedUntil when the limit of use that it ran into ends
 */
public record AgentWork(
    Optional<String> session,
    Tokens tokens,
    Optional<String> cost,
    Optional<Instant> limitedUntil) {

  private static final int PRICE_DIGITS_MAX = 12;

  public AgentWork {
    tokens = Objects.requireNonNullElse(tokens, Tokens.NONE);
  }

  /** A program says what it likes: what is no amount, or none that can be, costs nothing. */
  public Optional<Money> price() {
    return cost.flatMap(AgentWork::price);
  }

  private static Optional<Money> price(String told) {
    try {
      return Optional.of(Money.parse(told)).filter(AgentWork::canBe);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean canBe(Money price) {
    var amount = price.amount();
    return amount.signum() >= 0 && amount.precision() - amount.scale() <= PRICE_DIGITS_MAX;
  }
}
