package dev.godmode.control.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How people say which database has the vectors, and what is not taken. */
class VectorsAddressTest {

  private static VectorsAddress address(String url) {
    return VectorsAddress.parse(url, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgres://db.example/vectors | jdbc:postgresql://db.example/vectors",
        "postgresql://db.example:5433/vectors | jdbc:postgresql://db.example:5433/vectors",
        "postgres://db/v?sslmode=verify-full | jdbc:postgresql://db/v?sslmode=verify-full"
      })
  void an_address_is_what_the_driver_needs(String url, String jdbc) {
    assertThat(address(url).jdbcUrl()).isEqualTo(jdbc);
    assertThat(address(url)).hasToString(url);
  }

  @Test
  void a_key_can_be_said() {
    var address = VectorsAddress.parse("postgres://db/v", Optional.of("secret://vectors"));

    assertThat(address.key().orElseThrow().name()).isEqualTo("vectors");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgras://host/v | did you mean 'postgres'",
        "postgres://host | names the database",
        "postgres://host/a/b | names the database",
        "postgres://user:pass@host/v | has no user or password",
        "postgres://host/v?password=x | only ?sslmode"
      })
  void an_address_that_cannot_be_meant_is_told_what_one_looks_like(String url, String why) {
    assertThatThrownBy(() -> address(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("pass@");
  }
}
