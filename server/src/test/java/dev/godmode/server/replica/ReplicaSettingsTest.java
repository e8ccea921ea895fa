package dev.godmode.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.protocol.stream.JoinCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaSettingsTest {

  private static final JoinCode CODE =
      new JoinCode(List.of("10.0.0.7:5053"), "ab".repeat(32), "sesame");
  private static final String WRITTEN = CODE.encode(JoinCode.Kind.GATEWAY);

  @TempDir Path home;

  private ReplicaSettings settings(Map<String, String> more) {
    var environment = new HashMap<>(more);
    environment.put("GODMODE_HOME", home.toString());
    return ReplicaSettings.of(environment);
  }

  @Test
  void a_code_is_enough() {
    var settings = settings(Map.of("GODMODE_GATEWAY_CODE", WRITTEN));

    assertThat(settings)
        .isEqualTo(new ReplicaSettings(home.resolve("gateway"), "127.0.0.1", 5055, CODE));
  }

  @Test
  void the_code_that_was_kept_is_used_again() throws IOException {
    Files.createDirectories(home.resolve("gateway"));
    Files.writeString(home.resolve("gateway/code"), WRITTEN + "\n");

    assertThat(settings(Map.of()).code()).isEqualTo(CODE);
  }

  @Test
  void all_that_is_wrong_is_said_at_once() {
    assertThatThrownBy(
            () ->
                settings(
                    Map.of(
                        "GODMODE_GATEWAY_ADDRESS", "0.0.0.0",
                        "GODMODE_GATEWAY_PORT", "five")))
        .hasMessageContainingAll(
            "listens on this machine alone",
            "must be a port from 0 to 65535, was 'five'",
            "gm models replicas --code");
  }

  @Test
  void a_code_of_another_kind_is_told_from_it() {
    assertThatThrownBy(() -> settings(Map.of("GODMODE_GATEWAY_CODE", CODE.encode())))
        .hasMessageContaining("this is a join code: give it to ./gmup --join");
  }
}
