package dev.godmode.testkit.model;

import dev.godmode.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Chat completions. */
final class ChatWire implements Wire {

  private static final String ID = "chatcmpl-scripted";

  @Override
  public String whole(JsonNode body, Said said, boolean lies) {
    var answer = head(body, "chat.completion");
    var choice = answer.putArray("choices").addObject().put("index", 0);
    var message = choice.putObject("message").put("role", "assistant");
    if (said.isCall()) {
      message.putNull("content");
      call(message.putArray("tool_calls").addObject(), said, said.arguments());
    } else {
      message.put("content", said.text());
    }
    choice.put("finish_reason", said.isCall() ? "tool_calls" : "stop");
    answer.set("usage", usage(said, lies));
    return Json.write(answer);
  }

  private static void call(ObjectNode node, Said said, String arguments) {
    node.put("id", "call_scripted").put("type", "function");
    node.putObject("function").put("name", said.tool()).put("arguments", arguments);
  }

  private static ObjectNode usage(Said said, boolean lies) {
    var output = said.isCall() ? 5 : said.words().size();
    return JsonNodeFactory.instance
        .objectNode()
        .put("prompt_tokens", lies ? LIE : 11)
        .put("completion_tokens", output)
        .put("total_tokens", 11 + output);
  }

  private static ObjectNode head(JsonNode body, String kind) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", ID)
        .put("object", kind)
        .put("created", 1_700_000_000)
        .put("model", body.path("model").asString(""));
  }

  @Override
  public List<String> events(JsonNode body, Said said, boolean lies) {
    var events = new ArrayList<String>();
    if (said.isCall()) {
      events.add(delta(body, toolDelta(said, ""), null));
      events.add(delta(body, argumentsDelta(said.arguments().substring(0, 1)), null));
      events.add(delta(body, argumentsDelta(said.arguments().substring(1)), null));
    } else {
      events.add(
          delta(
              body,
              JsonNodeFactory.instance.objectNode().put("role", "assistant").put("content", ""),
              null));
      said.words().forEach(word -> events.add(word(body, word)));
    }
    events.add(
        delta(body, JsonNodeFactory.instance.objectNode(), said.isCall() ? "tool_calls" : "stop"));
    if (body.path("stream_options").path("include_usage").asBoolean(false)) {
      var last = head(body, "chat.completion.chunk");
      last.putArray("choices");
      last.set("usage", usage(said, lies));
      events.add("data: " + Json.write(last));
    }
    events.add("data: [DONE]");
    return events;
  }

  private static ObjectNode toolDelta(Said said, String arguments) {
    var delta = JsonNodeFactory.instance.objectNode().put("role", "assistant");
    var call = delta.putArray("tool_calls").addObject().put("index", 0);
    call(call, said, arguments);
    return delta;
  }

  private static ObjectNode argumentsDelta(String arguments) {
    var delta = JsonNodeFactory.instance.objectNode();
    delta
        .putArray("tool_calls")
        .addObject()
        .put("index", 0)
        .putObject("function")
        .put("arguments", arguments);
    return delta;
  }

  @Override
  public String word(JsonNode body, String word) {
    return delta(body, JsonNodeFactory.instance.objectNode().put("content", word), null);
  }

  private static String delta(
      JsonNode body, ObjectNode delta, @org.jspecify.annotations.Nullable String finish) {
    var chunk = head(body, "chat.completion.chunk");
    var choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", finish);
    return "data: " + Json.write(chunk);
  }
}
