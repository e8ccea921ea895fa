package dev.godmode.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({"30s,PT30S", "5m,PT5M", "1h30m,PT1H30M", "250ms,PT0.25S", "2d,PT48H", "0s,PT0S"})
  void a_duration_is_the_sum_of_its_parts(String text, Duration expected) {
    assertThat(Quantities.duration(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "30 s", "-5m", "5 minutes", "1.5h", "99999999999s"})
  void a_duration_that_is_written_otherwise_is_refused(String text) {
    assertThatThrownBy(() -> Quantities.duration(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("30s, 5m or 1h30m");
  }

  @Test
  void sizes_are_in_powers_of_two() {
    assertThat(Quantities.bytes("512B")).isEqualTo(512);
    assertThat(Quantities.bytes("64MiB")).isEqualTo(64L << 20);
    assertThat(Quantities.bytes("4GiB")).isEqualTo(4L << 30);
    assertThat(Quantities.bytes("4g")).isEqualTo(4L << 30);
    assertThat(Quantities.bytes("512M")).isEqualTo(512L << 20);
    assertThat(Quantities.bytes("1TiB")).isEqualTo(1L << 40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "64", "64MB", "4GB", "g", "-1MiB"})
  void a_size_that_is_written_otherwise_is_refused(String text) {
    assertThatThrownBy(() -> Quantities.bytes(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64MiB");
  }
}
