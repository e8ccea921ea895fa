package dev.godmode.control.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorAddressTest {

  private static CollectorAddress parse(String text) {
    return CollectorAddress.parse(text, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:4318, http://127.0.0.1:4318/v1/traces",
    "http://127.0.0.1:4318/, http://127.0.0.1:4318/v1/traces",
    "https://otlp.example/otlp, https://otlp.example/otlp/v1/traces",
    "https://otlp.example/otlp/v1/traces, https://otlp.example/otlp/v1/traces",
  })
  void traces_are_posted_to_where_otlp_has_them(String address, String endpoint) {
    assertThat(parse(address).endpoint()).isEqualTo(endpoint);
  }

  @Test
  void what_is_no_address_of_a_collector_is_explained() {
    assertThatThrownBy(() -> parse("htps://otlp.example"))
        .hasMessageContaining("did you mean 'https'");
    assertThatThrownBy(() -> parse("http://otlp.example?key=s3cr3t"))
        .hasMessageContaining("ends with its path")
        .hasMessageNotContaining("s3cr3t");
    assertThatThrownBy(() -> parse("http://me:s3cr3t@otlp.example"))
        .hasMessageContaining("GODMODE_OTLP_KEY")
        .hasMessageNotContaining("s3cr3t");
    assertThatThrownBy(
            () -> CollectorAddress.parse("http://otlp.example", Optional.of("Bearer s3cr3t")))
        .hasMessageContaining("secret://NAME")
        .hasMessageNotContaining("s3cr3t");
  }
}
