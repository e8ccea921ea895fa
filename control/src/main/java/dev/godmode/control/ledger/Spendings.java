package dev.godmode.control.ledger;

import dev.godmode.control.ledger.PlacedEntry.Place;
import dev.godmode.control.ledger.Spending.Source;
import dev.godmode.protocol.event.FleetEvent.ModelsCalled;
import dev.godmode.protocol.event.FleetEvent.MoneyEntered;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.event.TaskEvent.ReportRefused;
import dev.godmode.protocol.inference.ModelUse;
import dev.godmode.protocol.money.Money;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Tokens;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** What of the journal belongs into the books. */
final class Spendings {

  private Spendings() {}

  static List<Spending> of(List<PlacedEntry> placed) {
    return placed.stream().flatMap(one -> of(one).stream()).toList();
  }

  private static Optional<Spending> of(PlacedEntry placed) {
    return switch (placed.entry().event()) {
      case ModelsCalled(var use) -> Optional.of(metered(placed, use));
      case MoneyEntered entered -> Optional.of(entered(placed, entered));
      case AttemptEnded ended -> told(placed, ended.attempt(), ended.report());
      case ReportRefused refused -> told(placed, refused.attempt(), refused.report());
      default -> Optional.empty();
    };
  }

  /** An attempt whose report was refused has cost what it cost. */
  private static Optional<Spending> told(
      PlacedEntry placed, AttemptKey attempt, AttemptReport report) {
    return report
        .agent()
        .filter(work -> work.cost().isPresent() || work.tokens().all() > 0)
        .map(
            work ->
                new Spending(
                    placed.entry().sequence(),
                    placed.entry().at(),
                    "attempt:" + attempt,
                    Source.TOLD,
                    Optional.of(attempt),
                    placed.place(),
                    "",
                    work.tokens(),
                    1,
                    work.price().map(Spendings::paid)));
  }

  private static Money paid(Money price) {
    return new Money(price.amount().negate(), price.currency());
  }

  private static Spending metered(PlacedEntry placed, ModelUse use) {
    return new Spending(
        placed.entry().sequence(),
        placed.entry().at(),
        "models:" + placed.entry().sequence(),
        Source.METERED,
        use.attempt(),
        placed.place(),
        use.model(),
        new Tokens(use.inputTokens(), 0, use.outputTokens()),
        use.calls(),
        price(use));
  }

  /** Empty where the model has no price. */
  private static Optional<Money> price(ModelUse use) {
    var cost = use.cost();
    if (cost.signum() == 0) {
      return Optional.empty();
    }
    var exact =
        cost.scale() > Money.SCALE_MAX
            ? cost.setScale(Money.SCALE_MAX, RoundingMode.HALF_EVEN)
            : cost;
    return Optional.of(new Money(exact.negate(), use.currency()));
  }

  private static Spending entered(PlacedEntry placed, MoneyEntered entered) {
    return new Spending(
        placed.entry().sequence(),
        placed.entry().at(),
        "entry:" + entered.entry(),
        Source.ENTERED,
        Optional.empty(),
        new Place(entered.stream(), "", Optional.empty()),
        "",
        Tokens.NONE,
        0,
        Optional.of(entered.amount()));
  }
}
