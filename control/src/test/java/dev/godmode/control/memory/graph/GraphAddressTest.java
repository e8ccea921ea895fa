package dev.godmode.control.memory.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How people say where a graph is kept, and what is not taken. */
class GraphAddressTest {

  private static GraphAddress address(String url) {
    return GraphAddress.parse(url, Optional.empty());
  }

  @Test
  void an_address_alone_is_enough() {
    var address = address("neo4j://graph.example:7687");

    assertThat(address).hasToString("neo4j://graph.example:7687");
    assertThat(address.database()).isEmpty();
    assertThat(address.key()).isEmpty();
  }

  @Test
  void a_database_and_a_key_can_be_said() {
    var address =
        GraphAddress.parse("bolt+s://graph.example/memories", Optional.of("secret://graph"));

    assertThat(address.url()).hasToString("bolt+s://graph.example");
    assertThat(address.database()).contains("memories");
    assertThat(address.key().orElseThrow().name()).isEqualTo("graph");
    assertThat(address).hasToString("bolt+s://graph.example/memories");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bold://host:1 | did you mean 'bolt'",
        "host:7687 | a graph is one of",
        "neo4j:// | no address of a graph",
        "neo4j://user:pass@host:1 | has no user or password",
        "neo4j://host/a b | no address of a graph",
        "neo4j://host/a/b | a graph's database has 3 to 63 letters"
      })
  void an_address_that_cannot_be_meant_is_told_what_one_looks_like(String url, String why) {
    assertThatThrownBy(() -> address(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("pass@");
  }

  @Test
  void a_key_that_is_written_down_is_not_taken_and_not_repeated() {
    assertThatThrownBy(() -> GraphAddress.parse("neo4j://host", Optional.of("neo4j:hunter2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secret://NAME")
        .hasMessageNotContaining("hunter2");
  }
}
