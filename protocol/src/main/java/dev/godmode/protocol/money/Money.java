package dev.godmode.protocol.money;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An exact amount of a currency; in JSON the text {@code "-12.50 EUR"}, so that no reader makes a
 * binary fraction of it.
 *
 * @param amount below zero when it is paid; at most 24 digits before the point and as many behind
 *     it
 * @param currency three capital letters, as ISO 4217 has them
 */
public record Money(BigDecimal amount, String currency) {

  public static final int SCALE_MAX = 24;
  public static final int DIGITS_MAX = 24;

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern AMOUNT = Pattern.compile("[+-]?\\d{1,24}(\\.\\d{1,24})?");
  private static final Pattern TEXT = Pattern.compile("(\\S+)\\s+(\\S+)");

  public Money {
    if (!CURRENCY.matcher(currency).matches()) {
      throw new IllegalArgumentException(
          "a currency is three letters, EUR, was '%s'".formatted(currency));
    }
    if (amount.scale() > SCALE_MAX || amount.precision() - amount.scale() > DIGITS_MAX) {
      throw new IllegalArgumentException(
          "an amount has at most %d digits before the point and %d behind it, was %s"
              .formatted(DIGITS_MAX, SCALE_MAX, amount));
    }
  }

  /** The amount as a person writes it, "-12.50". */
  public static Money of(String amount, String currency) {
    if (!AMOUNT.matcher(amount).matches()) {
      throw new IllegalArgumentException(
          "an amount is written 12.50 or -0.0042, at most %d digits before the point and %d behind it, was '%s'"
              .formatted(DIGITS_MAX, SCALE_MAX, amount));
    }
    return new Money(new BigDecimal(amount), currency.toUpperCase(Locale.ROOT));
  }

  /** Reads what {@link #value} writes. */
  public static Money parse(String text) {
    var parts = TEXT.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "money is written \"12.50 EUR\", was '%s'".formatted(text));
    }
    return of(parts.group(1), parts.group(2));
  }

  /** "12.50 EUR". */
  public String value() {
    return amount.toPlainString() + " " + currency;
  }

  @Override
  public String toString() {
    return value();
  }
}
