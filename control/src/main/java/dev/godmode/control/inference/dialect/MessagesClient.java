package dev.godmode.control.inference.dialect;

import dev.godmode.control.inference.BadAnswer;
import dev.godmode.control.inference.ServerEvent;
import dev.godmode.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client that speaks Anthropic's messages, over chat completions. Its blocks come one after the
 * other, each begun and ended; a chat's deltas say only to what they belong.
 */
final class MessagesClient implements ClientSide {

  /** A block that is open. */
  private sealed interface Open {}

  private record Words() implements Open {}

  /**
   * A tool call.
   *
   * @param index of the chat's tool calls
   */
  private record Tool(long index) implements Open {}

  private final ObjectNode body;
  private final String id;
  private Optional<Open> open = Optional.empty();
  private boolean begun;
  private int blocks;
  private long toolsSeen;
  private String stop = "end_turn";
  private ObjectNode usage = Trees.object().put("input_tokens", 0).put("output_tokens", 0);

  MessagesClient(ObjectNode body, Origin origin) {
    this.body = body;
    this.id = "msg_" + origin.id();
  }

  @Override
  public ObjectNode request() {
    return MessagesQuestion.of(body);
  }

  @Override
  public JsonNode whole(JsonNode completion) throws BadAnswer {
    var choice = completion.path("choices").path(0);
    var message = choice.path("message");
    var answer = message(Trees.text(completion, "model"));
    var content = answer.withArray("content");
    var text = Trees.text(message, "content");
    if (!text.isEmpty()) {
      content.addObject().put("type", "text").put("text", text);
    }
    for (var call : Trees.items(message.path("tool_calls"))) {
      var function = call.path("function");
      content
          .addObject()
          .put("type", "tool_use")
          .put("id", Trees.text(call, "id"))
          .put("name", Trees.text(function, "name"))
          .set("input", input(Trees.text(function, "arguments")));
    }
    answer.put("stop_reason", stop(Trees.text(choice, "finish_reason")));
    note(completion.path("usage"));
    answer.set("usage", usage);
    return answer;
  }

  private static JsonNode input(String arguments) throws BadAnswer {
    try {
      var tree = Json.tree(arguments.isBlank() ? "{}" : arguments);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JacksonException _) {
      // Said below.
    }
    throw new BadAnswer("the model calls a tool with arguments that are not a JSON object");
  }

  private ObjectNode message(String model) {
    var message =
        Trees.object()
            .put("id", id)
            .put("type", "message")
            .put("role", "assistant")
            .put("model", model);
    message.putArray("content");
    message.putNull("stop_reason");
    message.putNull("stop_sequence");
    message.set("usage", usage.deepCopy());
    return message;
  }

  private static String stop(String finish) {
    return switch (finish) {
      case "length" -> "max_tokens";
      case "tool_calls", "function_call" -> "tool_use";
      case "content_filter" -> "refusal";
      default -> "end_turn";
    };
  }

  private void note(JsonNode counted) {
    if (counted.isObject()) {
      usage =
          Trees.object()
              .put("input_tokens", Math.max(0, Trees.count(counted, "prompt_tokens").orElse(0L)))
              .put(
                  "output_tokens",
                  Math.max(0, Trees.count(counted, "completion_tokens").orElse(0L)));
    }
  }

  @Override
  public List<ServerEvent> on(JsonNode chunk) throws BadAnswer {
    var said = new ArrayList<ServerEvent>();
    if (!begun) {
      begun = true;
      said.add(
          event(
              "message_start", Trees.object().set("message", message(Trees.text(chunk, "model")))));
    }
    note(chunk.path("usage"));
    var choice = chunk.path("choices").path(0);
    var delta = choice.path("delta");
    var text = Trees.text(delta, "content");
    if (!text.isEmpty()) {
      words(said, text);
    }
    for (var call : Trees.items(delta.path("tool_calls"))) {
      call(said, call);
    }
    Trees.textIn(choice, "finish_reason").ifPresent(finish -> stop = stop(finish));
    return said;
  }

  private void words(List<ServerEvent> said, String text) {
    if (!open.equals(Optional.of(new Words()))) {
      close(said);
      begin(said, new Words(), Trees.object().put("type", "text").put("text", ""));
    }
    said.add(delta(Trees.object().put("type", "text_delta").put("text", text)));
  }

  private void call(List<ServerEvent> said, JsonNode call) throws BadAnswer {
    var index = Trees.count(call, "index").orElse(0L);
    var function = call.path("function");
    if (!open.equals(Optional.of(new Tool(index)))) {
      if (index < toolsSeen) {
        throw new BadAnswer("the model's tool calls are mixed up with each other");
      }
      toolsSeen = index + 1;
      close(said);
      begin(
          said,
          new Tool(index),
          Trees.object()
              .put("type", "tool_use")
              .put("id", Trees.textIn(call, "id").orElse("toolu_%d".formatted(index)))
              .put("name", Trees.text(function, "name"))
              .set("input", Trees.object()));
    }
    var arguments = Trees.text(function, "arguments");
    if (!arguments.isEmpty()) {
      said.add(
          delta(Trees.object().put("type", "input_json_delta").put("partial_json", arguments)));
    }
  }

  private void begin(List<ServerEvent> said, Open next, JsonNode block) {
    open = Optional.of(next);
    said.add(
        event(
            "content_block_start",
            Trees.object().put("index", blocks).set("content_block", block)));
  }

  private ServerEvent delta(JsonNode delta) {
    return event("content_block_delta", Trees.object().put("index", blocks).set("delta", delta));
  }

  private void close(List<ServerEvent> said) {
    if (open.isPresent()) {
      said.add(event("content_block_stop", Trees.object().put("index", blocks)));
      blocks++;
      open = Optional.empty();
    }
  }

  @Override
  public List<ServerEvent> end() {
    var said = new ArrayList<ServerEvent>();
    close(said);
    var last = Trees.object();
    last.putObject("delta").put("stop_reason", stop).putNull("stop_sequence");
    last.set("usage", usage);
    said.add(event("message_delta", last));
    said.add(event("message_stop", Trees.object()));
    return said;
  }

  @Override
  public List<ServerEvent> broken(String code, String words) {
    return List.of(error(words));
  }

  static ServerEvent error(String words) {
    var error = Trees.object();
    error.putObject("error").put("type", "api_error").put("message", words);
    return event("error", error);
  }

  /** The type comes first, as Anthropic writes it. */
  private static ServerEvent event(String name, JsonNode fields) {
    var data = Trees.object().put("type", name);
    data.setAll((ObjectNode) fields);
    return new ServerEvent(name, Json.write(data));
  }
}
