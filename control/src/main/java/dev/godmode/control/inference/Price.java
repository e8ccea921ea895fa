package dev.godmode.control.inference;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a model costs.
 *
 * @param model its name, or a beginning of it and a star
 * @param input for a million tokens of questions
 * @param output for a million tokens of answers
 */
public record Price(String model, BigDecimal input, BigDecimal output) {

  /** Digits after the point of what a call costs. */
  static final int SCALE = 9;

  private static final int MILLION_DIGITS = 6;
  private static final BigDecimal MAX = BigDecimal.valueOf(1_000_000);

  public Price {
    if (model.isBlank()) {
      throw new IllegalArgumentException("a price is for a model; this one has no name");
    }
    requireSane(model, input);
    requireSane(model, output);
  }

  private static void requireSane(String model, BigDecimal amount) {
    if (amount.signum() < 0 || amount.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          "the price of '%s' is from 0 to %s for a million tokens, was %s"
              .formatted(model, MAX, amount.toPlainString()));
    }
  }

  boolean isFor(String name) {
    return model.endsWith("*")
        ? name.startsWith(model.substring(0, model.length() - 1))
        : model.equals(name);
  }

  /** Rounded up: nobody is charged less than it cost. */
  BigDecimal of(TokenUse use) {
    return input
        .multiply(BigDecimal.valueOf(use.input()))
        .add(output.multiply(BigDecimal.valueOf(use.output())))
        .movePointLeft(MILLION_DIGITS)
        .setScale(SCALE, RoundingMode.UP)
        .stripTrailingZeros();
  }
}
