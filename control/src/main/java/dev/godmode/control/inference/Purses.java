package dev.godmode.control.inference;

import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.inference.ModelFault;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is spent of each budget, and what may be by calls that are under way. A call sets its worst
 * case aside before it is sent and pays what it cost when it is over, never more than that: so
 * however many there are at once, what is spent stays within the cap.
 */
public final class Purses {

  /** Purses that are kept: those of attempts and days that are long over go first. */
  static final int PURSES_MAX = 10_000;

  /** Whether a call may be made. */
  sealed interface Answer {}

  /** So much is set aside for it. */
  record Held(List<String> purses, BigDecimal worst) implements Answer {
    Held {
      purses = List.copyOf(purses);
    }
  }

  record Over(ModelFault fault) implements Answer {}

  /** How a budget stands. */
  public record Standing(Budget budget, BigDecimal spent, BigDecimal held) {}

  private record Purse(BigDecimal spent, BigDecimal held) {

    static final Purse EMPTY = new Purse(BigDecimal.ZERO, BigDecimal.ZERO);

    BigDecimal atMost() {
      return spent.add(held);
    }

    Purse holding(BigDecimal more) {
      return new Purse(spent, held.add(more));
    }

    Purse paying(BigDecimal cost, BigDecimal freed) {
      return new Purse(spent.add(cost), held.subtract(freed));
    }
  }

  private final InstantSource clock;
  private List<Budget> budgets = List.of();
  private final Map<String, Purse> purses = new LinkedHashMap<>();

  public Purses(InstantSource clock) {
    this.clock = clock;
  }

  /** These are the budgets from now on; what was spent stays spent. */
  public synchronized void set(List<Budget> all) {
    budgets = List.copyOf(all);
  }

  /** Whether somebody's calls are limited at all. */
  public synchronized boolean limit(Caller caller) {
    return budgets.stream().anyMatch(one -> one.purse(caller, clock.instant()).isPresent());
  }

  /** Sets the worst case of a call aside, out of every budget that it is part of, or of none. */
  synchronized Answer reserve(Caller caller, BigDecimal worst) {
    if (worst.signum() == 0) {
      return new Held(List.of(), worst);
    }
    var now = clock.instant();
    var out = new ArrayList<String>();
    for (var budget : budgets) {
      var key = budget.purse(caller, now);
      if (key.isPresent()) {
        var purse = purses.getOrDefault(key.get(), Purse.EMPTY);
        if (purse.atMost().add(worst).compareTo(budget.cap()) > 0) {
          return new Over(over(budget, purse, worst, now));
        }
        out.add(key.get());
      }
    }
    out.forEach(
        key -> purses.merge(key, Purse.EMPTY.holding(worst), (old, _) -> old.holding(worst)));
    return new Held(out, worst);
  }

  private static ModelFault over(Budget budget, Purse purse, BigDecimal worst, Instant now) {
    var words =
        "the budget of %s is %s %s: %s are spent, %s may be by calls under way, and this one could cost %s"
            .formatted(
                budget.words(),
                budget.cap().toPlainString(),
                UseBooks.CURRENCY,
                purse.spent().toPlainString(),
                purse.held().toPlainString(),
                worst.toPlainString());
    return budget.daily()
        ? ModelFault.overBudget(words, untilTomorrow(now))
        : ModelFault.overBudget(words);
  }

  private static Duration untilTomorrow(Instant now) {
    var tomorrow = Budget.day(now).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return Duration.between(now, tomorrow);
  }

  /**
   * A call is over.
   *
   * @return what is charged: what it cost, and never more than was set aside
   */
  synchronized BigDecimal settle(Held held, BigDecimal cost) {
    var charged = held.purses().isEmpty() ? cost : cost.min(held.worst());
    held.purses()
        .forEach(
            key ->
                purses.compute(
                    key,
                    (_, purse) ->
                        (purse == null ? Purse.EMPTY : purse).paying(charged, held.worst())));
    trim();
    return charged;
  }

  /** What was spent before this process began. */
  public synchronized void recall(Caller caller, BigDecimal cost, Instant at) {
    for (var budget : budgets) {
      budget
          .purse(caller, at)
          .ifPresent(
              key ->
                  purses.merge(
                      key,
                      Purse.EMPTY.paying(cost, BigDecimal.ZERO),
                      (old, _) -> old.paying(cost, BigDecimal.ZERO)));
    }
    trim();
  }

  private void trim() {
    if (purses.size() > PURSES_MAX) {
      var oldest = purses.entrySet().iterator();
      while (oldest.hasNext() && purses.size() > PURSES_MAX / 2) {
        if (oldest.next().getValue().held().signum() == 0) {
          oldest.remove();
        }
      }
    }
  }

  /** How each budget stands now; those of attempts are many and stand as nothing. */
  public synchronized List<Standing> standings() {
    var all = new ArrayList<Standing>();
    for (var budget : budgets) {
      var payer = new Caller("", Optional.empty(), budget.name(), budget.name());
      var purse =
          budget
              .purse(payer, clock.instant())
              .map(key -> purses.getOrDefault(key, Purse.EMPTY))
              .orElse(Purse.EMPTY);
      all.add(new Standing(budget, purse.spent(), purse.held()));
    }
    return all;
  }
}
