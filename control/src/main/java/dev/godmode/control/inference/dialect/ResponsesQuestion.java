package dev.godmode.control.inference.dialect;

import dev.godmode.protocol.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A question of OpenAI's responses as a chat completion's. */
final class ResponsesQuestion {

  private ResponsesQuestion() {}

  static ObjectNode of(ObjectNode body) {
    for (var kept : List.of("previous_response_id", "conversation")) {
      if (!body.path(kept).isMissingNode() && !body.path(kept).isNull()) {
        throw new IllegalArgumentException(
            "'%s' is not taken: no conversation is kept here, send all of it as 'input'"
                .formatted(kept));
      }
    }
    var chat = Trees.object();
    Trees.carry(
        body, chat, "model", "stream", "temperature", "top_p", "parallel_tool_calls", "user");
    Trees.carry(body, "max_output_tokens", chat, "max_tokens");
    Trees.carry(body.path("reasoning"), "effort", chat, "reasoning_effort");
    if (body.path("stream").asBoolean(false)) {
      chat.putObject("stream_options").put("include_usage", true);
    }
    var messages = chat.putArray("messages");
    var instructions = Trees.text(body, "instructions");
    if (!instructions.isEmpty()) {
      messages.addObject().put("role", "system").put("content", instructions);
    }
    input(body.path("input"), messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("'input' is missing: a text, or a list of items");
    }
    tools(body, chat);
    format(body.path("text").path("format"), chat);
    return chat;
  }

  private static void input(JsonNode input, ArrayNode messages) {
    if (input.isString()) {
      messages.addObject().put("role", "user").put("content", input.stringValue());
    }
    for (var item : Trees.items(input)) {
      switch (Trees.textIn(item, "type").orElse("message")) {
        case "message" -> message(item, messages);
        case "function_call" -> call(item, Trees.text(item, "arguments"), messages);
        case "custom_tool_call" ->
            call(
                item,
                Json.write(Trees.object().put(CustomTools.INPUT, Trees.text(item, "input"))),
                messages);
        case "function_call_output", "custom_tool_call_output" ->
            messages
                .addObject()
                .put("role", "tool")
                .put("tool_call_id", Trees.text(item, "call_id"))
                .put("content", output(item.path("output")));
        case "item_reference" ->
            throw new IllegalArgumentException(
                "an item_reference is not taken: nothing is kept here, send the item itself");
        default -> {} // what another model thought or looked up means nothing to this one
      }
    }
  }

  private static void message(JsonNode item, ArrayNode messages) {
    var role = Trees.text(item, "role");
    var content = item.path("content");
    var to = messages.addObject();
    switch (role) {
      case "system", "developer" -> to.put("role", "system").put("content", output(content));
      case "assistant" -> to.put("role", "assistant").put("content", output(content));
      case "user" -> to.put("role", "user").set("content", parts(content));
      default ->
          throw new IllegalArgumentException(
              "a message's role is user, assistant, system or developer, was '%s'".formatted(role));
    }
  }

  /** A text, or the texts of a list of parts. */
  private static String output(JsonNode content) {
    if (content.isString()) {
      return content.stringValue();
    }
    if (!content.isArray()) {
      return content.isMissingNode() ? "" : Json.write(content);
    }
    var text = new StringBuilder();
    for (var part : content) {
      text.append(Trees.textIn(part, "text").or(() -> Trees.textIn(part, "refusal")).orElse(""));
    }
    return text.toString();
  }

  private static JsonNode parts(JsonNode content) {
    if (content.isString()) {
      return content;
    }
    var parts = Trees.array();
    for (var part : Trees.items(content)) {
      switch (Trees.text(part, "type")) {
        case "input_text", "output_text", "text" ->
            parts.addObject().put("type", "text").put("text", Trees.text(part, "text"));
        case "input_image" ->
            parts
                .addObject()
                .put("type", "image_url")
                .putObject("image_url")
                .put("url", Trees.text(part, "image_url"));
        case String other ->
            throw new IllegalArgumentException(
                "this model takes texts and pictures, not '%s'".formatted(other));
      }
    }
    return parts.size() == 1 && parts.get(0).has("text") ? parts.get(0).get("text") : parts;
  }

  /** Calls of one turn stand in one message, and so does what was said before them. */
  private static void call(JsonNode item, String arguments, ArrayNode messages) {
    var last = messages.isEmpty() ? Trees.object() : messages.get(messages.size() - 1);
    var message =
        Trees.text(last, "role").equals("assistant")
            ? (ObjectNode) last
            : messages.addObject().put("role", "assistant").put("content", "");
    message
        .withArray("tool_calls")
        .addObject()
        .put("id", Trees.text(item, "call_id"))
        .put("type", "function")
        .putObject("function")
        .put("name", ToolNames.function(item))
        .put("arguments", arguments);
  }

  /** Tools that OpenAI itself would run are left out: here is nobody who does. */
  private static void tools(ObjectNode body, ObjectNode chat) {
    for (var tool : Trees.items(body.path("tools"))) {
      switch (Trees.text(tool, "type")) {
        case "function" -> function(Trees.text(tool, "name"), tool, chat);
        case "namespace" -> {
          for (var inner : Trees.items(tool.path("tools"))) {
            var name = Trees.text(inner, "name");
            function(ToolNames.function(Trees.text(tool, "name"), name), inner, chat);
          }
        }
        case "custom" -> chat.withArray("tools").add(CustomTools.asFunction(tool));
        default -> {}
      }
    }
    var choice = body.path("tool_choice");
    var named = ToolNames.function(choice);
    if (chat.path("tools").isMissingNode()) {
      chat.remove("parallel_tool_calls");
    } else if (!named.isEmpty()) {
      chat.putObject("tool_choice")
          .put("type", "function")
          .putObject("function")
          .put("name", named);
    } else if (choice.isString()) {
      chat.set("tool_choice", choice);
    }
  }

  private static void function(String name, JsonNode tool, ObjectNode chat) {
    var function =
        chat.withArray("tools").addObject().put("type", "function").putObject("function");
    function.put("name", name);
    Trees.carry(tool, function, "description", "parameters", "strict");
  }

  private static void format(JsonNode format, ObjectNode chat) {
    switch (Trees.text(format, "type")) {
      case "json_object" -> chat.putObject("response_format").put("type", "json_object");
      case "json_schema" -> {
        var schema = chat.putObject("response_format").put("type", "json_schema");
        var inner = schema.putObject("json_schema");
        Trees.carry(format, inner, "name", "description", "schema", "strict");
      }
      default -> {}
    }
  }
}
