package dev.godmode.control.inference.dialect;

import dev.godmode.protocol.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's question as a chat completion's. */
final class MessagesQuestion {

  private MessagesQuestion() {}

  static ObjectNode of(ObjectNode body) {
    if (Trees.items(body.path("messages")).isEmpty()) {
      throw new IllegalArgumentException("'messages' is missing: a list of at least one message");
    }
    var chat = Trees.object();
    Trees.carry(body, chat, "model", "stream", "max_tokens", "temperature", "top_p");
    Trees.carry(body, "stop_sequences", chat, "stop");
    if (body.path("stream").asBoolean(false)) {
      chat.putObject("stream_options").put("include_usage", true);
    }
    var messages = chat.putArray("messages");
    var system = text(body.path("system"));
    if (!system.isEmpty()) {
      messages.addObject().put("role", "system").put("content", system);
    }
    for (var message : body.path("messages")) {
      switch (Trees.text(message, "role")) {
        case "user" -> user(messages, message.path("content"));
        case "assistant" -> assistant(messages.addObject(), message.path("content"));
        case "system" ->
            messages
                .addObject()
                .put("role", "system")
                .put("content", text(message.path("content")));
        case String other ->
            throw new IllegalArgumentException(
                "a message's role is user or assistant, was '%s'".formatted(other));
      }
    }
    tools(body, chat);
    return chat;
  }

  /** A text, or the texts of a list of blocks. */
  static String text(JsonNode content) {
    if (content.isString()) {
      return content.stringValue();
    }
    var text = new StringBuilder();
    for (var block : Trees.items(content)) {
      var more = Trees.text(block, "text");
      text.append(text.isEmpty() || more.isEmpty() ? "" : "\n").append(more);
    }
    return text.toString();
  }

  /** Results of tools are messages of their own, and come first. */
  private static void user(ArrayNode messages, JsonNode content) {
    if (content.isString()) {
      messages.addObject().put("role", "user").put("content", content.stringValue());
      return;
    }
    var parts = Trees.array();
    for (var block : Trees.items(content)) {
      switch (Trees.text(block, "type")) {
        case "text" -> parts.addObject().put("type", "text").put("text", Trees.text(block, "text"));
        case "image" ->
            parts
                .addObject()
                .put("type", "image_url")
                .putObject("image_url")
                .put("url", url(block.path("source")));
        case "tool_result" ->
            messages
                .addObject()
                .put("role", "tool")
                .put("tool_call_id", Trees.text(block, "tool_use_id"))
                .put("content", text(block.path("content")));
        case "document" -> parts.addObject().put("type", "text").put("text", document(block));
        case String other ->
            throw new IllegalArgumentException(
                "this model takes texts, pictures and results of tools, not '%s'".formatted(other));
      }
    }
    if (!parts.isEmpty()) {
      messages.addObject().put("role", "user").set("content", plain(parts));
    }
  }

  private static String document(JsonNode block) {
    return Trees.textIn(block.path("source"), "data")
        .filter(_ -> Trees.text(block.path("source"), "type").equals("text"))
        .orElseThrow(
            () -> new IllegalArgumentException("this model takes documents of plain text only"));
  }

  /** Many small servers take a text only, so what is one text is sent as one. */
  private static JsonNode plain(ArrayNode parts) {
    return parts.size() == 1 && parts.get(0).has("text") ? parts.get(0).get("text") : parts;
  }

  private static String url(JsonNode source) {
    return Trees.text(source, "type").equals("url")
        ? Trees.text(source, "url")
        : "data:%s;base64,%s"
            .formatted(Trees.text(source, "media_type"), Trees.text(source, "data"));
  }

  /** What it thought is not said again: it means nothing to another model. */
  private static void assistant(ObjectNode to, JsonNode content) {
    to.put("role", "assistant");
    to.put("content", text(content));
    for (var block : Trees.items(content)) {
      if (Trees.text(block, "type").equals("tool_use")) {
        to.withArray("tool_calls")
            .addObject()
            .put("id", Trees.text(block, "id"))
            .put("type", "function")
            .putObject("function")
            .put("name", Trees.text(block, "name"))
            .put("arguments", Json.write(block.path("input")));
      }
    }
  }

  /** Tools that Anthropic itself would run are left out: here is nobody who does. */
  private static void tools(ObjectNode body, ObjectNode chat) {
    for (var tool : Trees.items(body.path("tools"))) {
      if (tool.path("input_schema").isObject()) {
        var function =
            chat.withArray("tools").addObject().put("type", "function").putObject("function");
        Trees.carry(tool, function, "name", "description");
        Trees.carry(tool, "input_schema", function, "parameters");
      }
    }
    var choice = body.path("tool_choice");
    switch (Trees.text(choice, "type")) {
      case "auto" -> chat.put("tool_choice", "auto");
      case "any" -> chat.put("tool_choice", "required");
      case "none" -> chat.put("tool_choice", "none");
      case "tool" ->
          chat.putObject("tool_choice")
              .put("type", "function")
              .putObject("function")
              .put("name", Trees.text(choice, "name"));
      default -> {}
    }
    if (choice.path("disable_parallel_tool_use").asBoolean(false)) {
      chat.put("parallel_tool_calls", false);
    }
  }
}
