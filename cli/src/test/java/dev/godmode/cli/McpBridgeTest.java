package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.json.Json;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class McpBridgeTest {

  @Test
  void a_message_of_the_older_era_needs_no_headers() {
    var message =
        Json.tree("{\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"whoami\"}}");

    assertThat(McpBridge.headers(message)).isEmpty();
  }

  @Test
  void headers_repeat_what_a_message_of_the_newer_era_says() {
    var message =
        Json.tree(
            "{\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"godmode://document/ä\",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}");

    assertThat(McpBridge.headers(message))
        .containsEntry("MCP-Protocol-Version", "2026-07-28")
        .containsEntry("Mcp-Method", "resources/read")
        .containsEntry("Mcp-Name", "=?base64?Z29kbW9kZTovL2RvY3VtZW50L8Ok?=");
  }

  @Test
  void without_control_a_request_is_answered_with_what_to_do_and_a_notice_is_not() {
    try (var client = new GodModeClient(URI.create("http://127.0.0.1:1"), Optional.empty())) {
      var bridge = new McpBridge(client);

      var answer = bridge.answer("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"ping\"}");
      var nothing = bridge.answer("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

      var tree = Json.tree(answer.orElseThrow());
      assertThat(tree.path("id").stringValue()).isEqualTo("x");
      assertThat(tree.at("/error/message").stringValue()).contains("./gmup");
      assertThat(nothing).isEmpty();
    }
  }
}
