package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.EnterMoney;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.protocol.event.FleetEvent.MoneyEntered;
import dev.godmode.protocol.money.Money;
import java.util.Optional;

/**
 * Money that people enter. No state is made of it: whoever reads the journal adds it up, and counts
 * what has the same id once.
 */
final class MoneyDesk {

  private static final int ID_MAX = 100;
  private static final int NAME_MAX = 200;
  private static final int NOTE_MAX = 1_000;

  /** Sums of very many of them must fit as well. */
  private static final int DIGITS_MAX = 12;

  private MoneyDesk() {}

  static Reply enter(Turn turn, EnterMoney command) {
    var objection = objection(command.fact());
    if (objection.isPresent()) {
      return refused(Code.INVALID, "%s", objection.get());
    }
    turn.emit(command.fact());
    return DONE;
  }

  private static Optional<String> objection(MoneyEntered fact) {
    if (fact.entry().isBlank() || fact.entry().length() > ID_MAX) {
      return Optional.of(
          "an entry of money needs an id of at most %d characters".formatted(ID_MAX));
    }
    if (digits(fact.amount()) > DIGITS_MAX) {
      return Optional.of("an amount has at most %d digits before the point".formatted(DIGITS_MAX));
    }
    if (fact.amount().amount().signum() == 0) {
      return Optional.of("an amount of nothing is no entry");
    }
    if (fact.stream().length() > NAME_MAX || fact.source().length() > NAME_MAX) {
      return Optional.of(
          "a stream's and a source's name have at most %d characters".formatted(NAME_MAX));
    }
    return fact.note().length() > NOTE_MAX
        ? Optional.of("a note has at most %,d characters".formatted(NOTE_MAX))
        : Optional.empty();
  }

  private static int digits(Money money) {
    return money.amount().precision() - money.amount().scale();
  }
}
