package dev.godmode.control.inference.dialect;

import dev.godmode.protocol.json.Json;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A chat completion's question in Anthropic's words. */
final class AnthropicQuestion {

  /** Anthropic wants a limit always; so many fit whatever model it has. */
  static final int OUTPUT_MAX_TOKENS = 8_192;

  private static final Pattern DATA_URL =
      Pattern.compile("data:([\\w/+.-]+);base64,(.*)", Pattern.DOTALL);

  private AnthropicQuestion() {}

  static ObjectNode of(ObjectNode chat) {
    var question = Trees.object();
    Trees.carry(chat, question, "model", "stream", "temperature", "top_p");
    question.put(
        "max_tokens",
        Trees.count(chat, "max_completion_tokens")
            .or(() -> Trees.count(chat, "max_tokens"))
            .orElse((long) OUTPUT_MAX_TOKENS));
    var stop = chat.path("stop");
    if (stop.isString()) {
      question.putArray("stop_sequences").add(stop.stringValue());
    } else if (stop.isArray()) {
      question.set("stop_sequences", stop);
    }
    var system = new StringBuilder();
    var messages = question.putArray("messages");
    for (var message : chat.path("messages")) {
      switch (Trees.text(message, "role")) {
        case "system", "developer" -> system.append(text(message.path("content"))).append('\n');
        case "tool" -> result(messages, message);
        case "assistant" -> assistant(messages.addObject(), message);
        default ->
            messages
                .addObject()
                .put("role", "user")
                .set("content", content(message.path("content")));
      }
    }
    if (!system.isEmpty()) {
      question.put("system", system.toString().strip());
    }
    tools(chat, question);
    return question;
  }

  private static String text(JsonNode content) {
    if (content.isString()) {
      return content.stringValue();
    }
    var text = new StringBuilder();
    Trees.items(content).forEach(part -> text.append(Trees.text(part, "text")));
    return text.toString();
  }

  private static ArrayNode content(JsonNode content) {
    var blocks = Trees.array();
    if (content.isString()) {
      blocks.addObject().put("type", "text").put("text", content.stringValue());
    }
    for (var part : Trees.items(content)) {
      switch (Trees.text(part, "type")) {
        case "text" -> blocks.addObject().put("type", "text").put("text", Trees.text(part, "text"));
        case "image_url" ->
            blocks
                .addObject()
                .put("type", "image")
                .set("source", source(Trees.text(part.path("image_url"), "url")));
        case String other ->
            throw new IllegalArgumentException(
                "this model takes texts and pictures, not '%s'".formatted(other));
      }
    }
    return blocks;
  }

  private static ObjectNode source(String url) {
    var data = DATA_URL.matcher(url);
    return data.matches()
        ? Trees.object()
            .put("type", "base64")
            .put("media_type", data.group(1))
            .put("data", data.group(2))
        : Trees.object().put("type", "url").put("url", url);
  }

  /** Results of one turn stand in one message. */
  private static void result(ArrayNode messages, JsonNode message) {
    var last =
        messages.isEmpty()
            ? Optional.<JsonNode>empty()
            : Optional.of(messages.get(messages.size() - 1));
    var blocks =
        last.map(one -> one.path("content"))
            .filter(one -> Trees.text(one.path(0), "type").equals("tool_result"))
            .map(ArrayNode.class::cast)
            .orElseGet(() -> messages.addObject().put("role", "user").putArray("content"));
    blocks
        .addObject()
        .put("type", "tool_result")
        .put("tool_use_id", Trees.text(message, "tool_call_id"))
        .put("content", text(message.path("content")));
  }

  private static void assistant(ObjectNode to, JsonNode message) {
    var blocks = to.put("role", "assistant").putArray("content");
    var text = text(message.path("content"));
    if (!text.isEmpty()) {
      blocks.addObject().put("type", "text").put("text", text);
    }
    for (var call : Trees.items(message.path("tool_calls"))) {
      var function = call.path("function");
      blocks
          .addObject()
          .put("type", "tool_use")
          .put("id", Trees.text(call, "id"))
          .put("name", Trees.text(function, "name"))
          .set("input", arguments(Trees.text(function, "arguments")));
    }
  }

  private static JsonNode arguments(String text) {
    try {
      var tree = Json.tree(text.isBlank() ? "{}" : text);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JacksonException _) {
      // Said below.
    }
    throw new IllegalArgumentException("the arguments of a tool call are not a JSON object");
  }

  private static void tools(ObjectNode chat, ObjectNode question) {
    for (var tool : Trees.items(chat.path("tools"))) {
      var function = tool.path("function");
      var one = question.withArray("tools").addObject().put("name", Trees.text(function, "name"));
      Trees.carry(function, one, "description");
      one.set(
          "input_schema",
          function.path("parameters").isObject()
              ? function.path("parameters")
              : Trees.object().put("type", "object"));
    }
    var choice = chat.path("tool_choice");
    var named = Trees.text(choice.path("function"), "name");
    if (!named.isEmpty()) {
      question.putObject("tool_choice").put("type", "tool").put("name", named);
    } else if (choice.isString()) {
      question
          .putObject("tool_choice")
          .put(
              "type",
              switch (choice.stringValue()) {
                case "required" -> "any";
                case "none" -> "none";
                default -> "auto";
              });
    }
  }
}
