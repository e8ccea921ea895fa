package dev.godmode.protocol.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.FleetEvent.MoneyEntered;
import dev.godmode.protocol.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Amounts are exact, in words and in JSON. */
class MoneyTest {

  @Test
  void it_is_written_as_one_text_that_no_reader_rounds() {
    assertThat(Json.write(Money.parse("0.10 EUR"))).isEqualTo("\"0.10 EUR\"");
    assertThat(Json.read(Money.class, "\"-0.000000000001 USD\"").value())
        .isEqualTo("-0.000000000001 USD");
  }

  @Test
  void a_fact_about_money_comes_out_of_json_as_it_went_in() {
    Event fact = new MoneyEntered("e", Money.parse("-5 EUR"), "shop", "hosting", "note");

    assertThat(Json.read(Event.class, Json.write(Event.class, fact))).isEqualTo(fact);
  }

  @Test
  void what_is_no_money_is_refused() {
    for (var text :
        List.of("", "1", "EUR", "1 eu", "1,5 EUR", "1e9 EUR", "NaN EUR", "1 EUR x", ". EUR")) {
      assertThatThrownBy(() -> Money.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
