package dev.godmode.testkit.model;

import dev.godmode.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's messages. */
final class MessagesWire implements Wire {

  @Override
  public String whole(JsonNode body, Said said, boolean lies) {
    var answer = message(body, lies);
    var block = answer.withArray("content").addObject();
    if (said.isCall()) {
      block.put("type", "tool_use").put("id", "toolu_scripted").put("name", said.tool());
      block.set("input", Json.tree(said.arguments()));
    } else {
      block.put("type", "text").put("text", said.text());
    }
    answer.put("stop_reason", stop(said));
    ((ObjectNode) answer.get("usage")).put("output_tokens", output(said));
    return Json.write(answer);
  }

  private static ObjectNode message(JsonNode body, boolean lies) {
    var message =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", "msg_scripted")
            .put("type", "message")
            .put("role", "assistant")
            .put("model", body.path("model").asString(""));
    message.putArray("content");
    message.putNull("stop_reason");
    message.putNull("stop_sequence");
    message.putObject("usage").put("input_tokens", lies ? LIE : 11).put("output_tokens", 1);
    return message;
  }

  private static int output(Said said) {
    return said.isCall() ? 5 : said.words().size();
  }

  private static String stop(Said said) {
    return said.isCall() ? "tool_use" : "end_turn";
  }

  @Override
  public List<String> events(JsonNode body, Said said, boolean lies) {
    var events = new ArrayList<String>();
    events.add(event("message_start", node -> node.set("message", message(body, lies))));
    events.add(
        event(
            "content_block_start",
            node -> {
              var block = node.put("index", 0).putObject("content_block");
              if (said.isCall()) {
                block.put("type", "tool_use").put("id", "toolu_scripted").put("name", said.tool());
                block.putObject("input");
              } else {
                block.put("type", "text").put("text", "");
              }
            }));
    events.add(event("ping", _ -> {}));
    if (said.isCall()) {
      events.add(delta("input_json_delta", "partial_json", said.arguments().substring(0, 1)));
      events.add(delta("input_json_delta", "partial_json", said.arguments().substring(1)));
    } else {
      said.words().forEach(word -> events.add(word(body, word)));
    }
    events.add(event("content_block_stop", node -> node.put("index", 0)));
    events.add(
        event(
            "message_delta",
            node -> {
              node.putObject("delta").put("stop_reason", stop(said)).putNull("stop_sequence");
              node.putObject("usage").put("output_tokens", output(said));
            }));
    events.add(event("message_stop", _ -> {}));
    return events;
  }

  @Override
  public String word(JsonNode body, String word) {
    return delta("text_delta", "text", word);
  }

  private static String delta(String type, String field, String text) {
    return event(
        "content_block_delta",
        node -> node.put("index", 0).putObject("delta").put("type", type).put(field, text));
  }

  private static String event(String name, java.util.function.Consumer<ObjectNode> fill) {
    var node = JsonNodeFactory.instance.objectNode().put("type", name);
    fill.accept(node);
    return "event: %s\ndata: %s".formatted(name, Json.write(node));
  }
}
