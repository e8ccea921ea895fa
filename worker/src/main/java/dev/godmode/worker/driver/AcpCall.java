package dev.godmode.worker.driver;

import static dev.godmode.worker.driver.Lines.text;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** One use of a tool, as an agent tells of it little by little. */
final class AcpCall {

  private static final String PENDING = "pending";

  private final String id;
  private String title = "";
  private String name = "";
  private String kind = "";
  private JsonNode input = MissingNode.getInstance();
  private boolean isTold;
  private boolean isOver;

  AcpCall(String id) {
    this.id = id;
  }

  /** What it was called last, for people. */
  String title() {
    return title;
  }

  /** Its tool's name; empty where it has not said. */
  String name() {
    return name;
  }

  /** What kind of tool it is, in the protocol's words; empty where it has not said. */
  String kind() {
    return kind;
  }

  /** What it is used for, as it was said last; missing where it has not been. */
  JsonNode input() {
    return input;
  }

  /** It is told when what it is used for is known, or when it is no longer waited for. */
  List<Happening> learn(JsonNode update, boolean ends) {
    title = newer(title, update, "title");
    name = newer(name, update, "name");
    kind = newer(kind, update, "kind");
    input = update.path("rawInput").isEmpty() ? input : update.path("rawInput");
    var happenings = new ArrayList<Happening>();
    var status = text(update, "status");
    if (!isTold && (!input.isEmpty() || !(status.isEmpty() || status.equals(PENDING)))) {
      isTold = true;
      happenings.addAll(began());
    }
    if (ends && !isOver) {
      isOver = true;
      happenings.add(new Happening.Said("← " + Lines.cut(outcome(update))));
      happenings.add(new Happening.StepEnded(id, status.equals("failed")));
    }
    return happenings;
  }

  private static String newer(String before, JsonNode update, String field) {
    var now = text(update, field);
    return now.isBlank() ? before : now;
  }

  private List<Happening> began() {
    var tool = name.isEmpty() ? title : name;
    var shown = input.isEmpty() ? "" : " " + Lines.cut(input.toString());
    var said = new Happening.Said("→ " + tool + shown);
    return ControlTools.isOne(tool)
        ? List.of(said)
        : List.of(said, new Happening.StepBegan(id, tool, ToolInput.words(input)));
  }

  private static String outcome(JsonNode update) {
    var words = new StringBuilder();
    update.path("content").forEach(part -> words.append(words(part)).append('\n'));
    if (!words.toString().isBlank()) {
      return words.toString().strip();
    }
    var raw = update.path("rawOutput");
    return raw.isString()
        ? raw.stringValue()
        : raw.isEmpty() ? text(update, "status") : raw.toString();
  }

  /** A part of what a tool was given or gave, for people. */
  static String words(JsonNode part) {
    return switch (text(part, "type")) {
      case "content" -> text(part, "content", "text");
      case "diff" ->
          "%s\n%s%s"
              .formatted(
                  text(part, "path"),
                  marked("-", text(part, "oldText")),
                  marked("+", text(part, "newText")));
      default -> "";
    };
  }

  private static String marked(String mark, String text) {
    var marked = new StringBuilder();
    text.lines().forEach(line -> marked.append(mark).append(line).append('\n'));
    return marked.toString();
  }
}
