package dev.godmode.control.inference;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/** What models cost. */
public final class PriceList {

  private static final TokenUse ONE_TOKEN = new TokenUse(1, 1);

  private volatile List<Price> prices = List.of();

  /** These from now on; the longest name that fits counts. */
  public void set(List<Price> all) {
    prices =
        all.stream()
            .sorted(Comparator.comparingInt((Price price) -> price.model().length()).reversed())
            .toList();
  }

  /** What so many tokens of a model cost; zero when it has no price. */
  public BigDecimal cost(String model, TokenUse use) {
    return prices.stream()
        .filter(price -> price.isFor(model))
        .findFirst()
        .map(price -> price.of(use))
        .orElse(BigDecimal.ZERO);
  }

  /** Whether a model costs anything. */
  public boolean has(String model) {
    return cost(model, ONE_TOKEN).signum() > 0;
  }
}
