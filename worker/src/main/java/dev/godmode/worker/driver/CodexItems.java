package dev.godmode.worker.driver;

import static dev.godmode.worker.driver.Lines.text;

import dev.godmode.protocol.recent.RecentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What Codex does in a turn, item by item: commands, changes of files, what it says. */
final class CodexItems {

  private static final int CHANGES_KEPT = 50;
  private static final Set<String> FAILED = Set.of("failed", "declined");

  private final Map<String, String> changes = RecentMap.byAge(CHANGES_KEPT);
  private String lastMessage = "";

  /** What it said last; its result, when it is done. */
  String lastMessage() {
    return lastMessage;
  }

  /** The change of files that an item is; empty when it is none that was seen. */
  String change(String item) {
    return changes.getOrDefault(item, "");
  }

  /** An item is under way. */
  List<Happening> began(JsonNode item) {
    if (text(item, "type").equals("fileChange")) {
      changes.put(text(item, "id"), diff(item));
    }
    var id = text(item, "id");
    return switch (text(item, "type")) {
      case "commandExecution" ->
          List.of(new Happening.StepBegan(id, "shell", text(item, "command")));
      case "fileChange" -> List.of(new Happening.StepBegan(id, "change files", paths(item)));
      case "webSearch" -> List.of(new Happening.StepBegan(id, "web search", text(item, "query")));
      case "mcpToolCall" ->
          text(item, "server").equals(ControlTools.NAME) ? List.of() : tool(id, item);
      default -> List.of();
    };
  }

  private static List<Happening> tool(String id, JsonNode item) {
    var name = "%s.%s".formatted(text(item, "server"), text(item, "tool"));
    return List.of(new Happening.StepBegan(id, name, ToolInput.words(item.path("arguments"))));
  }

  private static String paths(JsonNode item) {
    return item.path("changes")
        .valueStream()
        .map(change -> text(change, "path"))
        .collect(Collectors.joining(", "));
  }

  /** An item is done: what the log shows of it, and the end of its step. */
  List<Happening> done(JsonNode item) {
    var all = new ArrayList<>(shown(item));
    all.add(new Happening.StepEnded(text(item, "id"), hasFailed(item)));
    return all;
  }

  private static boolean hasFailed(JsonNode item) {
    return FAILED.contains(text(item, "status")) || Lines.number(item, "exitCode") != 0;
  }

  private List<Happening> shown(JsonNode item) {
    return switch (text(item, "type")) {
      case "agentMessage" -> {
        lastMessage = text(item, "text");
        yield List.of(new Happening.Said(lastMessage));
      }
      case "commandExecution" -> command(item);
      case "fileChange" ->
          List.of(
              new Happening.Said(
                  "→ change of files, %s\n%s"
                      .formatted(text(item, "status"), Lines.cut(diff(item)))));
      case "mcpToolCall" ->
          List.of(
              new Happening.Said(
                  "→ %s.%s %s"
                      .formatted(
                          text(item, "server"),
                          text(item, "tool"),
                          Lines.cut(item.path("arguments").toString()))));
      default -> List.of();
    };
  }

  private static List<Happening> command(JsonNode item) {
    return List.of(
        new Happening.Said("→ " + Lines.cut(text(item, "command"))),
        new Happening.Said(
            "← %s (exit code %s)"
                .formatted(
                    Lines.cut(text(item, "aggregatedOutput").strip()), text(item, "exitCode"))));
  }

  private static String diff(JsonNode item) {
    var text = new StringBuilder();
    for (var change : item.path("changes")) {
      text.append(
          "%s %s\n%s\n".formatted(kind(change), text(change, "path"), text(change, "diff")));
    }
    return text.toString();
  }

  private static String kind(JsonNode change) {
    var kind = change.path("kind");
    return kind.isString() ? kind.stringValue() : text(kind, "type");
  }
}
