package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.client.AttemptDoor;
import dev.godmode.client.Unreachable;
import dev.godmode.protocol.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptDoorTest {

  @TempDir Path folder;

  private AttemptDoor door(String control) {
    return AttemptDoor.of(
            Map.of("GODMODE_URL", control, "GODMODE_CREDENTIAL", credential().toString()))
        .orElseThrow();
  }

  private Path credential() {
    return folder.resolve("credential");
  }

  @Test
  void outside_of_an_attempt_there_is_none() {
    assertThat(AttemptDoor.of(Map.of("GODMODE_URL", "http://127.0.0.1:5051"))).isEmpty();
    assertThat(AttemptDoor.of(Map.of("GODMODE_CREDENTIAL", "/node/a/credential"))).isEmpty();
  }

  @Test
  void each_call_shows_what_the_file_holds_then() throws Exception {
    try (var control = new ScriptedControl();
        var client = door(control.url()).client()) {
      control.on("/mcp", 200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");

      Files.writeString(credential(), "first\n");
      client.text("/mcp");
      Files.writeString(credential(), "second");
      client.text("/mcp");

      assertThat(control.shown()).containsExactly("Bearer first", "Bearer second");
    }
  }

  @Test
  void calls_are_part_of_the_span_that_the_environment_names_if_it_is_one() throws Exception {
    var span = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    Files.writeString(credential(), "shown");
    try (var control = new ScriptedControl()) {
      control.on("/mcp", 200, "{}");

      for (var said : List.of(span, "no span")) {
        var environment =
            Map.of(
                "GODMODE_URL",
                control.url(),
                "GODMODE_CREDENTIAL",
                credential().toString(),
                "TRACEPARENT",
                said);
        try (var client = new Home(folder).client(environment)) {
          client.text("/mcp");
        }
      }

      assertThat(control.spans()).containsExactly(span);
    }
  }

  @Test
  void without_a_credential_a_tool_answers_what_is_wrong() {
    try (var client = door("http://127.0.0.1:1").client()) {
      var answer =
          new McpBridge(client).answer("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");

      assertThat(Json.tree(answer.orElseThrow()).at("/error/message").stringValue())
          .contains("its lease is over");
      assertThatThrownBy(() -> client.text("/health")).isInstanceOf(Unreachable.class);
    }
  }

  @Test
  void an_authority_that_is_none_is_named() throws Exception {
    var authority = Files.writeString(folder.resolve("authority.pem"), "no certificate");
    var door =
        AttemptDoor.of(
                Map.of(
                    "GODMODE_URL",
                    "https://127.0.0.1:1",
                    "GODMODE_CREDENTIAL",
                    credential().toString(),
                    "GODMODE_CA",
                    authority.toString()))
            .orElseThrow();

    assertThatThrownBy(door::client)
        .isInstanceOf(Unreachable.class)
        .hasMessageContaining("GODMODE_CA cannot be used");
  }
}
