package dev.godmode.worker.driver;

import static dev.godmode.worker.driver.Lines.map;
import static dev.godmode.worker.driver.Lines.text;

import dev.godmode.protocol.task.DriverTerms.Permissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What an agent asks leave for, and the answers that it offers.
 *
 * @param params of its request
 * @param updates what it said of its tools before
 */
record AcpWish(JsonNode params, AcpUpdates updates) {

  /** What changes nothing beyond the workspace's files. */
  private static final Set<String> EDITS = Set.of("edit", "read", "search", "think", "move");

  private JsonNode call() {
    return params.path("toolCall");
  }

  /** One of control's own tools: what it may do there is the policy's to say. */
  boolean isControls() {
    var name = text(call(), "name");
    return ControlTools.isOne(name.isEmpty() ? known().name() : name)
        || ControlTools.isOne(title());
  }

  boolean isWithin(Permissions permissions) {
    return switch (permissions) {
      case ASK -> false;
      case EDIT -> EDITS.contains(kind());
      case ALL -> true;
    };
  }

  private String kind() {
    var kind = text(call(), "kind");
    return kind.isEmpty() ? known().kind() : kind;
  }

  private AcpCall known() {
    return updates.call(text(call(), "toolCallId"));
  }

  String title() {
    var title = text(call(), "title");
    return title.isBlank() ? known().title() : title;
  }

  /** All that it said of it: a person says yes to what is seen, and to nothing else. */
  String payload() {
    var shown = new StringBuilder(title());
    var said = call().path("rawInput");
    var input = said.isEmpty() ? known().input() : said;
    if (!input.isEmpty()) {
      shown.append('\n').append(input.toPrettyString());
    }
    for (var part : call().path("content")) {
      shown.append('\n').append(AcpCall.words(part));
    }
    for (var place : call().path("locations")) {
      shown.append("\nat ").append(text(place, "path"));
    }
    return shown.toString();
  }

  /** Yes to this once; for always only where it offers nothing less. */
  Map<String, Object> granted() {
    return chosen(List.of("allow_once", "allow_always"));
  }

  Map<String, Object> denied() {
    return chosen(List.of("reject_once", "reject_always"));
  }

  private Map<String, Object> chosen(List<String> kinds) {
    for (var kind : kinds) {
      for (var option : params.path("options")) {
        if (text(option, "kind").equals(kind)) {
          return map("outcome", map("outcome", "selected", "optionId", text(option, "optionId")));
        }
      }
    }
    return map("outcome", map("outcome", "cancelled"));
  }
}
