package dev.godmode.control.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a broker is told that takes only so much at once. */
class BusEventTest {

  private static final BusEvent EVENT =
      new BusEvent(
          "hash",
          "AttemptEnded",
          "task",
          "{\"id\":\"hash\",\"data\":{\"sequence\":41,\"event\":{\"patch\":\"ünïcode\"}}}");

  /** Its letters outside ASCII take two bytes each. */
  private static final int BYTES = EVENT.json().length() + 2;

  @Test
  void what_fits_goes_as_it_is() {
    assertThat(EVENT.within(BYTES)).isSameAs(EVENT);
  }

  @Test
  void what_does_not_fit_goes_without_its_data_and_says_where_they_are() {
    var told = EVENT.within(BYTES - 1);

    assertThat(told)
        .isEqualTo(
            new BusEvent(
                "hash",
                "AttemptEnded",
                "task",
                "{\"id\":\"hash\",\"dataref\":\"/api/v1/ledger?limit=1&cursor=42\"}"));
  }
}
