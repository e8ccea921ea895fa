package dev.godmode.cli;

import dev.godmode.client.GodModeClient;
import dev.godmode.client.Unreachable;
import dev.godmode.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Passes messages on to control's own server of the protocol, and its answers back. */
final class McpBridge {

  private static final String PATH = "/mcp";
  private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
  private static final int INTERNAL_ERROR = -32_603;

  private final GodModeClient client;

  McpBridge(GodModeClient client) {
    this.client = client;
  }

  /** The line that answers it; empty for what wants no answer. */
  Optional<String> answer(String message) {
    var tree = tree(message);
    try {
      var returned = client.pass(PATH, headers(tree), message);
      if (returned.body().startsWith("{\"jsonrpc\"")) {
        return Optional.of(returned.body());
      }
      return returned.isGood() ? Optional.empty() : fault(tree, detail(returned.body()));
    } catch (Unreachable e) {
      return fault(tree, String.valueOf(e.getMessage()));
    }
  }

  /** What is no JSON is for control to refuse. */
  private static JsonNode tree(String message) {
    try {
      return Json.tree(message);
    } catch (JacksonException _) {
      return Json.mapper().missingNode();
    }
  }

  /** Since 2026-07-28 headers repeat what the message says. */
  static Map<String, String> headers(JsonNode message) {
    var headers = new LinkedHashMap<String, String>();
    var version = message.path("params").path("_meta").path(VERSION);
    if (version.isString()) {
      headers.put("MCP-Protocol-Version", inHeader(version.stringValue()));
      headers.put("Mcp-Method", inHeader(message.path("method").asString("")));
      var params = message.path("params");
      var name = params.has("name") ? params.path("name") : params.path("uri");
      if (name.isString()) {
        headers.put("Mcp-Name", inHeader(name.stringValue()));
      }
    }
    return headers;
  }

  /** What does not fit into a header travels in Base64, marked as the protocol wants it. */
  private static String inHeader(String text) {
    return text.matches("[\\x21-\\x7e]*")
        ? text
        : "=?base64?%s?="
            .formatted(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String detail(String body) {
    try {
      return Json.tree(body).path("detail").asString(body);
    } catch (JacksonException _) {
      return "control's answer was none: is another program on its port? gm doctor tells";
    }
  }

  private static Optional<String> fault(JsonNode message, String why) {
    if (!message.has("id")) {
      return Optional.empty();
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("jsonrpc", "2.0");
    answer.put("id", message.path("id"));
    answer.put("error", Map.of("code", INTERNAL_ERROR, "message", why));
    return Optional.of(Json.write(answer));
  }
}
