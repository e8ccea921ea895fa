package dev.godmode.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command.EnterMoney;
import dev.godmode.protocol.event.FleetEvent.MoneyEntered;
import dev.godmode.protocol.money.Money;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Money is on record as it was entered, and nothing else comes of it. */
class MoneyTest {

  private static final Money PRICE = Money.parse("0.0042 USD");

  private final Scenario s = new Scenario();

  @Test
  void an_entry_is_on_record() {
    var entry = new MoneyEntered("e1", Money.parse("-12.50 EUR"), "shop", "hosting", "");

    s.send(new EnterMoney(entry));

    assertThat(s.events(MoneyEntered.class)).containsExactly(entry);
  }

  @Test
  void what_cannot_be_is_refused() {
    var wrong =
        List.of(
            new MoneyEntered("", PRICE, "", "", ""),
            new MoneyEntered("e", Money.parse("0.00 EUR"), "", "", ""),
            new MoneyEntered("e", Money.parse("-1234567890123 EUR"), "", "", ""),
            new MoneyEntered("e", PRICE, "s".repeat(201), "", ""),
            new MoneyEntered("e", PRICE, "", "", "n".repeat(1_001)));

    assertThat(wrong)
        .allSatisfy(
            fact -> assertThat(s.send(new EnterMoney(fact))).isInstanceOf(Reply.Refused.class));
    assertThat(s.events(MoneyEntered.class)).isEmpty();
  }
}
