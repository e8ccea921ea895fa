package dev.godmode.control.inference.dialect;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** An item of an answer of OpenAI's responses, while it grows and when it is whole. */
sealed interface ResponseItem {

  /** An event about it, without its place and number. */
  record Part(String name, ObjectNode fields) {}

  /** What announces it. */
  List<Part> begun();

  /** It has more text now. */
  List<Part> grown(String text);

  /** What says that it is whole. */
  List<Part> ended();

  ObjectNode whole();

  /** The same with more text, and nobody is told. */
  default ResponseItem say(String text) {
    var _ = grown(text);
    return this;
  }

  /** Text. */
  final class Words implements ResponseItem {

    private final String id;
    private final StringBuilder text = new StringBuilder();

    Words(String id) {
      this.id = id;
    }

    private ObjectNode part() {
      var part = Trees.object().put("type", "output_text").put("text", text.toString());
      part.putArray("annotations");
      return part;
    }

    private ObjectNode item(String status) {
      var item =
          Trees.object()
              .put("id", id)
              .put("type", "message")
              .put("status", status)
              .put("role", "assistant");
      item.putArray("content");
      return item;
    }

    private ObjectNode place() {
      return Trees.object().put("item_id", id).put("content_index", 0);
    }

    @Override
    public List<Part> begun() {
      return List.of(
          new Part("response.output_item.added", Trees.object().set("item", item("in_progress"))),
          new Part("response.content_part.added", place().set("part", part())));
    }

    @Override
    public List<Part> grown(String more) {
      text.append(more);
      var delta = place().put("delta", more);
      delta.putArray("logprobs");
      return List.of(new Part("response.output_text.delta", delta));
    }

    @Override
    public List<Part> ended() {
      var done = place().put("text", text.toString());
      done.putArray("logprobs");
      return List.of(
          new Part("response.output_text.done", done),
          new Part("response.content_part.done", place().set("part", part())),
          new Part("response.output_item.done", Trees.object().set("item", whole())));
    }

    @Override
    public ObjectNode whole() {
      var item = item("completed");
      item.withArray("content").add(part());
      return item;
    }
  }

  /** A call of a tool, with JSON or, when it is a custom one, with a text as it is. */
  final class Tool implements ResponseItem {

    private final String id;
    private final String callId;
    private final ToolNames.Known tool;
    private final long index;
    private final StringBuilder arguments = new StringBuilder();

    Tool(String id, String callId, ToolNames.Known tool, long index) {
      this.id = id;
      this.callId = callId;
      this.tool = tool;
      this.index = index;
    }

    /** Of the chat's tool calls. */
    long index() {
      return index;
    }

    private ObjectNode item(String status, String said) {
      var item =
          Trees.object()
              .put("id", id)
              .put("type", tool.custom() ? "custom_tool_call" : "function_call")
              .put("status", status)
              .put("call_id", callId);
      return tool.in(item).put(tool.custom() ? "input" : "arguments", said);
    }

    @Override
    public List<Part> begun() {
      return List.of(
          new Part(
              "response.output_item.added", Trees.object().set("item", item("in_progress", ""))));
    }

    /** The text of a custom tool is inside of JSON, and known only when that is whole. */
    @Override
    public List<Part> grown(String more) {
      arguments.append(more);
      return tool.custom()
          ? List.of()
          : List.of(
              new Part(
                  "response.function_call_arguments.delta",
                  Trees.object().put("item_id", id).put("delta", more)));
    }

    private String said() {
      return tool.custom() ? CustomTools.input(arguments.toString()) : arguments.toString();
    }

    @Override
    public List<Part> ended() {
      var done = new Part("response.output_item.done", Trees.object().set("item", whole()));
      return tool.custom()
          ? List.of(
              new Part(
                  "response.custom_tool_call_input.delta",
                  Trees.object().put("item_id", id).put("delta", said())),
              new Part(
                  "response.custom_tool_call_input.done",
                  Trees.object().put("item_id", id).put("input", said())),
              done)
          : List.of(
              new Part(
                  "response.function_call_arguments.done",
                  Trees.object()
                      .put("item_id", id)
                      .put("name", tool.name())
                      .put("arguments", said())),
              done);
    }

    @Override
    public ObjectNode whole() {
      return item("completed", said());
    }
  }
}
