package dev.godmode.control.inference.dialect;

import dev.godmode.control.inference.ServerEvent;
import dev.godmode.protocol.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client that speaks chat completions: all passes as it is, but for a count of its own. */
final class ChatClient implements ClientSide {

  private final ObjectNode body;
  private final boolean streams;
  private final boolean wantsUse;

  ChatClient(ObjectNode body) {
    this.body = body;
    this.streams = body.path("stream").asBoolean(false);
    this.wantsUse = body.path("stream_options").path("include_usage").asBoolean(false);
  }

  @Override
  public ObjectNode request() {
    if (Trees.items(body.path("messages")).isEmpty()) {
      throw new IllegalArgumentException("'messages' is missing: a list of at least one message");
    }
    if (!streams) {
      return body;
    }
    var counted = body.deepCopy();
    var options =
        body.path("stream_options") instanceof ObjectNode given ? given.deepCopy() : Trees.object();
    counted.set("stream_options", options.put("include_usage", true));
    return counted;
  }

  @Override
  public JsonNode whole(JsonNode completion) {
    return completion;
  }

  @Override
  public List<ServerEvent> on(JsonNode chunk) {
    if (wantsUse || !chunk.path("usage").isObject()) {
      return List.of(event(chunk));
    }
    if (Trees.items(chunk.path("choices")).isEmpty()) {
      return List.of();
    }
    var without = (ObjectNode) chunk.deepCopy();
    without.remove("usage");
    return List.of(event(without));
  }

  private static ServerEvent event(JsonNode chunk) {
    return new ServerEvent("", Json.write(chunk));
  }

  @Override
  public List<ServerEvent> end() {
    return List.of(ServerEvent.DONE);
  }

  @Override
  public List<ServerEvent> broken(String code, String words) {
    var error = Trees.object();
    error
        .putObject("error")
        .put("message", words)
        .put("type", "server_error")
        .putNull("param")
        .put("code", code);
    return List.of(event(error));
  }
}
