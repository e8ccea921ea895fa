package dev.godmode.control.inference.dialect;

import dev.godmode.control.inference.BadAnswer;
import dev.godmode.control.inference.ServerEvent;
import dev.godmode.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client that speaks OpenAI's responses, over chat completions. An answer is a list of items;
 * each is announced, grows, and is said again as a whole, and so is the answer at its end.
 */
final class ResponsesClient implements ClientSide {

  private final ObjectNode body;
  private final Origin origin;
  private final ToolNames tools;
  private final ArrayNode output = Trees.array();
  private Optional<ResponseItem> open = Optional.empty();
  private boolean begun;
  private long sequence;
  private long toolsSeen;
  private String model = "";
  private String finish = "";
  private JsonNode usage = Trees.object();

  ResponsesClient(ObjectNode body, Origin origin) {
    this.body = body;
    this.origin = origin;
    this.tools = ToolNames.of(body);
  }

  @Override
  public ObjectNode request() {
    return ResponsesQuestion.of(body);
  }

  @Override
  public JsonNode whole(JsonNode completion) {
    model = Trees.text(completion, "model");
    usage = completion.path("usage");
    var choice = completion.path("choices").path(0);
    finish = Trees.text(choice, "finish_reason");
    var message = choice.path("message");
    var text = Trees.text(message, "content");
    if (!text.isEmpty()) {
      output.add(words().say(text).whole());
    }
    for (var call : Trees.items(message.path("tool_calls"))) {
      output.add(tool(call, 0).say(Trees.text(call.path("function"), "arguments")).whole());
    }
    return response(status());
  }

  private ResponseItem words() {
    return new ResponseItem.Words("msg_%s_%d".formatted(origin.id(), output.size()));
  }

  private ResponseItem tool(JsonNode call, long index) {
    return new ResponseItem.Tool(
        "fc_%s_%d".formatted(origin.id(), output.size()),
        Trees.textIn(call, "id").orElse("call_%s_%d".formatted(origin.id(), index)),
        tools.of(Trees.text(call.path("function"), "name")),
        index);
  }

  private String status() {
    return finish.equals("length") || finish.equals("content_filter") ? "incomplete" : "completed";
  }

  /** The answer as it is now; what was asked for is said again, as OpenAI does. */
  private ObjectNode response(String status) {
    var response =
        Trees.object()
            .put("id", "resp_" + origin.id())
            .put("object", "response")
            .put("created_at", origin.epochSecond())
            .put("status", status)
            .put("model", model.isEmpty() ? Trees.text(body, "model") : model);
    response.putNull("error");
    if (status.equals("incomplete")) {
      response
          .putObject("incomplete_details")
          .put("reason", finish.equals("length") ? "max_output_tokens" : "content_filter");
    } else {
      response.putNull("incomplete_details");
    }
    response.set("output", output.deepCopy());
    Trees.carry(
        body, response, "instructions", "metadata", "temperature", "top_p", "max_output_tokens");
    response.put("parallel_tool_calls", body.path("parallel_tool_calls").asBoolean(true));
    response.set("tools", body.path("tools").isArray() ? body.path("tools") : Trees.array());
    Trees.carry(body, response, "tool_choice");
    if (response.path("tool_choice").isMissingNode()) {
      response.put("tool_choice", "auto");
    }
    if (usage.isObject() && !usage.isEmpty()) {
      response.set("usage", counted());
    } else {
      response.putNull("usage");
    }
    return response;
  }

  private ObjectNode counted() {
    var input = Math.max(0, Trees.count(usage, "prompt_tokens").orElse(0L));
    var said = Math.max(0, Trees.count(usage, "completion_tokens").orElse(0L));
    var counted = Trees.object().put("input_tokens", input);
    counted
        .putObject("input_tokens_details")
        .put(
            "cached_tokens",
            Trees.count(usage.path("prompt_tokens_details"), "cached_tokens").orElse(0L));
    counted.put("output_tokens", said);
    counted
        .putObject("output_tokens_details")
        .put(
            "reasoning_tokens",
            Trees.count(usage.path("completion_tokens_details"), "reasoning_tokens").orElse(0L));
    return counted.put("total_tokens", input + said);
  }

  @Override
  public List<ServerEvent> on(JsonNode chunk) throws BadAnswer {
    var said = new ArrayList<ServerEvent>();
    if (!begun) {
      begun = true;
      model = Trees.text(chunk, "model");
      said.add(event("response.created", about("in_progress")));
      said.add(event("response.in_progress", about("in_progress")));
    }
    if (chunk.path("usage").isObject()) {
      usage = chunk.path("usage");
    }
    var choice = chunk.path("choices").path(0);
    var delta = choice.path("delta");
    var text = Trees.text(delta, "content");
    if (!text.isEmpty()) {
      if (!(open.isPresent() && open.get() instanceof ResponseItem.Words)) {
        begin(said, words());
      }
      grow(said, text);
    }
    for (var call : Trees.items(delta.path("tool_calls"))) {
      call(said, call);
    }
    Trees.textIn(choice, "finish_reason").ifPresent(why -> finish = why);
    return said;
  }

  private void call(List<ServerEvent> said, JsonNode call) throws BadAnswer {
    var index = Trees.count(call, "index").orElse(0L);
    if (!(open.isPresent()
        && open.get() instanceof ResponseItem.Tool tool
        && tool.index() == index)) {
      if (index < toolsSeen) {
        throw new BadAnswer("the model's tool calls are mixed up with each other");
      }
      toolsSeen = index + 1;
      begin(said, tool(call, index));
    }
    var arguments = Trees.text(call.path("function"), "arguments");
    if (!arguments.isEmpty()) {
      grow(said, arguments);
    }
  }

  private ObjectNode about(String status) {
    return Trees.object().set("response", response(status));
  }

  private void begin(List<ServerEvent> said, ResponseItem item) {
    close(said);
    open = Optional.of(item);
    item.begun().forEach(part -> said.add(event(part, output.size())));
  }

  private void grow(List<ServerEvent> said, String text) {
    open.ifPresent(item -> item.grown(text).forEach(part -> said.add(event(part, output.size()))));
  }

  private void close(List<ServerEvent> said) {
    open.ifPresent(
        item -> {
          item.ended().forEach(part -> said.add(event(part, output.size())));
          output.add(item.whole());
        });
    open = Optional.empty();
  }

  private ServerEvent event(ResponseItem.Part part, int index) {
    return event(part.name(), part.fields().put("output_index", index));
  }

  private ServerEvent event(String name, ObjectNode fields) {
    var data = Trees.object().put("type", name).put("sequence_number", sequence++);
    data.setAll(fields);
    return new ServerEvent(name, Json.write(data));
  }

  @Override
  public List<ServerEvent> end() {
    var said = new ArrayList<ServerEvent>();
    close(said);
    var status = status();
    said.add(event("response." + status, about(status)));
    return said;
  }

  @Override
  public List<ServerEvent> broken(String code, String words) {
    var failed = response("failed");
    failed.putObject("error").put("code", code).put("message", words);
    return List.of(event("response.failed", Trees.object().set("response", failed)));
  }
}
