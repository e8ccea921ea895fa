package dev.godmode.control.inference.dialect;

import dev.godmode.control.inference.BadAnswer;
import dev.godmode.control.inference.ServerEvent;
import dev.godmode.control.inference.TokenUse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A provider that speaks Anthropic's messages, under chat completions. */
final class AnthropicProvider implements ProviderSide {

  private final Origin origin;
  private final AnthropicUse use = new AnthropicUse();
  private final Map<Long, Integer> calls = new HashMap<>();
  private String id;
  private String model = "";
  private boolean finished;

  AnthropicProvider(Origin origin) {
    this.origin = origin;
    this.id = "chatcmpl-" + origin.id();
  }

  @Override
  public String path() {
    return "/messages";
  }

  @Override
  public ObjectNode request(ObjectNode chat) {
    return AnthropicQuestion.of(chat);
  }

  @Override
  public JsonNode whole(JsonNode answer) throws BadAnswer {
    AnthropicUse.requireNoComplaint(answer);
    if (!answer.path("content").isArray()) {
      throw new BadAnswer("its answer has no 'content'");
    }
    use.note(answer.path("usage"));
    id = Trees.textIn(answer, "id").orElse(id);
    model = Trees.text(answer, "model");
    var completion = head("chat.completion");
    var choice = completion.putArray("choices").addObject().put("index", 0);
    var message = choice.putObject("message").put("role", "assistant");
    var text = new StringBuilder();
    for (var block : answer.path("content")) {
      switch (Trees.text(block, "type")) {
        case "text" -> text.append(Trees.text(block, "text"));
        case "tool_use" ->
            call(
                message.withArray("tool_calls").addObject(), block, block.path("input").toString());
        default -> {} // thinking is not for others
      }
    }
    message.put("content", text.toString());
    choice.put("finish_reason", finish(Trees.text(answer, "stop_reason")));
    use.tokens().ifPresent(tokens -> completion.set("usage", usage(tokens)));
    return completion;
  }

  private static void call(ObjectNode call, JsonNode block, String arguments) {
    call.put("id", Trees.text(block, "id")).put("type", "function");
    call.putObject("function").put("name", Trees.text(block, "name")).put("arguments", arguments);
  }

  private static String finish(String stop) {
    return switch (stop) {
      case "max_tokens", "model_context_window_exceeded" -> "length";
      case "tool_use" -> "tool_calls";
      case "refusal" -> "content_filter";
      default -> "stop";
    };
  }

  private static ObjectNode usage(TokenUse tokens) {
    return Trees.object()
        .put("prompt_tokens", tokens.input())
        .put("completion_tokens", tokens.output())
        .put("total_tokens", tokens.input() + tokens.output());
  }

  private ObjectNode head(String kind) {
    return Trees.object()
        .put("id", id)
        .put("object", kind)
        .put("created", origin.epochSecond())
        .put("model", model);
  }

  @Override
  public List<JsonNode> on(ServerEvent event) throws BadAnswer {
    var data = Trees.parsed(event.data());
    return switch (Trees.text(data, "type")) {
      case "message_start" -> start(data.path("message"));
      case "content_block_start" -> begin(data);
      case "content_block_delta" -> delta(data);
      case "message_delta" -> {
        use.note(data.path("usage"));
        yield List.of(
            chunk(
                Trees.object(),
                Optional.of(finish(Trees.text(data.path("delta"), "stop_reason")))));
      }
      case "message_stop" -> {
        finished = true;
        yield use.tokens().<List<JsonNode>>map(tokens -> List.of(last(tokens))).orElse(List.of());
      }
      case "error" ->
          throw new BadAnswer("it says: " + Trees.complaint(data).orElse("an error without words"));
      default -> List.of();
    };
  }

  private List<JsonNode> start(JsonNode message) {
    id = Trees.textIn(message, "id").orElse(id);
    model = Trees.text(message, "model");
    use.note(message.path("usage"));
    return List.of(
        chunk(Trees.object().put("role", "assistant").put("content", ""), Optional.empty()));
  }

  private List<JsonNode> begin(JsonNode data) {
    var block = data.path("content_block");
    if (!Trees.text(block, "type").equals("tool_use")) {
      return List.of();
    }
    var index = calls.size();
    calls.put(Trees.count(data, "index").orElse(0L), index);
    var delta = Trees.object();
    var call = delta.putArray("tool_calls").addObject().put("index", index);
    call(call, block, "");
    return List.of(chunk(delta, Optional.empty()));
  }

  private List<JsonNode> delta(JsonNode data) {
    var delta = data.path("delta");
    return switch (Trees.text(delta, "type")) {
      case "text_delta" ->
          List.of(
              chunk(Trees.object().put("content", Trees.text(delta, "text")), Optional.empty()));
      case "input_json_delta" -> {
        var more = Trees.object();
        more.putArray("tool_calls")
            .addObject()
            .put("index", calls.getOrDefault(Trees.count(data, "index").orElse(0L), 0))
            .putObject("function")
            .put("arguments", Trees.text(delta, "partial_json"));
        yield List.of(chunk(more, Optional.empty()));
      }
      default -> List.of();
    };
  }

  private ObjectNode chunk(ObjectNode delta, Optional<String> finish) {
    var chunk = head("chat.completion.chunk");
    var choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    finish.ifPresentOrElse(
        why -> choice.put("finish_reason", why), () -> choice.putNull("finish_reason"));
    return chunk;
  }

  private ObjectNode last(TokenUse tokens) {
    var chunk = head("chat.completion.chunk");
    chunk.putArray("choices");
    chunk.set("usage", usage(tokens));
    return chunk;
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  @Override
  public Optional<TokenUse> use() {
    return use.tokens();
  }
}
