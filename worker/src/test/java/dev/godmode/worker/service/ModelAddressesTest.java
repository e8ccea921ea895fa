package dev.godmode.worker.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelAddressesTest {

  @Test
  void without_a_word_the_usual_ports_are_looked_at() {
    assertThat(ModelAddresses.of(Optional.empty()).places())
        .extracting(ModelPlace::name)
        .containsExactlyInAnyOrder("ollama", "lm-studio", "llama.cpp", "vllm");
    assertThat(ModelAddresses.of(Optional.of(" ")).all()).hasSize(4);
  }

  @Test
  void none_are_looked_at_when_it_says_off() {
    assertThat(ModelAddresses.of(Optional.of("off")).all()).isEmpty();
  }

  @Test
  void others_are_named_with_or_without_their_version() {
    var named = "http://127.0.0.1:9000, http://localhost:9001/api/v3/,http://[::1]:11434";

    var all = ModelAddresses.of(Optional.of(named));

    assertThat(all.all())
        .containsExactly(
            URI.create("http://127.0.0.1:9000/v1"),
            URI.create("http://localhost:9001/api/v3"),
            URI.create("http://[::1]:11434/v1"));
    assertThat(all.places())
        .extracting(ModelPlace::name)
        .containsExactly("models-9000", "models-9001", "ollama");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.5:11434",
        "http://127.0.0.1.evil.example:80",
        "https://127.0.0.1:9000",
        "127.0.0.1:9000",
        "http://127.0.0.1",
        "http://me:pw@127.0.0.1:9000",
        "http://127.0.0.1:9000?x=1",
        "http://127.0.0.1:9000,",
        "http://127.0.0.1:9000,http://localhost:9000",
        "no idea"
      })
  void what_is_no_server_of_this_machine_is_refused_with_what_to_write(String value) {
    assertThatThrownBy(() -> ModelAddresses.of(Optional.of(value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "GODMODE_MODEL_SERVERS must be 'off', or servers of this very machine");
  }
}
