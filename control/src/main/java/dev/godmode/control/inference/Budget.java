package dev.godmode.control.inference;

import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.text.Spelling;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What may be spent on models.
 *
 * @param name of the agent's type or the stream; empty where there is none to be named
 * @param daily counted anew each day, by UTC; else for ever
 * @param cap in the currency of the prices
 */
public record Budget(Whose whose, String name, boolean daily, BigDecimal cap) {

  /** Who spends it together. */
  public enum Whose {
    /** Each attempt has it for itself. */
    ATTEMPT("attempt"),
    AGENT("agent"),
    STREAM("stream"),
    /** All attempts and people together. */
    ALL("all");

    private final String word;

    Whose(String word) {
      this.word = word;
    }

    boolean isNamed() {
      return this == AGENT || this == STREAM;
    }
  }

  private static final BigDecimal CAP_MAX = BigDecimal.valueOf(1_000_000_000);

  public Budget {
    if (whose.isNamed() == name.isBlank()) {
      throw new IllegalArgumentException(
          "a budget is for attempt, agent:TYPE, stream:NAME or all, not '%s:%s'"
              .formatted(whose.word, name));
    }
    if (cap.signum() < 0 || cap.compareTo(CAP_MAX) > 0) {
      throw new IllegalArgumentException(
          "a budget's cap is from 0 to %s, was %s"
              .formatted(CAP_MAX.toPlainString(), cap.toPlainString()));
    }
  }

  /**
   * Reads whose it is: "attempt", "agent:builder", "stream:shop", "all".
   *
   * @throws IllegalArgumentException with what was probably meant
   */
  public static Budget of(String whom, boolean daily, BigDecimal cap) {
    var parts = whom.split(":", 2);
    var words = List.of(Whose.values()).stream().map(one -> one.word).toList();
    if (!words.contains(parts[0])) {
      throw new IllegalArgumentException(
          "a budget is for attempt, agent:TYPE, stream:NAME or all, not '%s'%s"
              .formatted(whom, Spelling.hint(parts[0], words)));
    }
    return new Budget(
        Whose.values()[words.indexOf(parts[0])], parts.length > 1 ? parts[1] : "", daily, cap);
  }

  /** "agent:builder". */
  public String whom() {
    return name.isEmpty() ? whose.word : whose.word + ":" + name;
  }

  /** "agent:builder a day". */
  String words() {
    return whom() + (daily ? " a day" : "");
  }

  /** Out of which purse of this budget somebody pays; empty when it is not theirs. */
  Optional<String> purse(Caller caller, Instant at) {
    var payer =
        switch (whose) {
          case ATTEMPT -> caller.attempt().map(Object::toString);
          case AGENT -> Optional.of(caller.agent()).filter(name::equals);
          case STREAM -> Optional.of(caller.stream()).filter(name::equals);
          case ALL -> Optional.of("");
        };
    return payer.map(who -> "%s|%s|%s".formatted(whom(), who, daily ? day(at) : ""));
  }

  static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
