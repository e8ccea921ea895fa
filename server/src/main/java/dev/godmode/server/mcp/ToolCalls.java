package dev.godmode.server.mcp;

import dev.godmode.protocol.api.Requests.Problem;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.RouteCaller;
import dev.godmode.server.http.RouteCaller.Asked;
import dev.godmode.server.http.RouteCaller.Outcome;
import dev.godmode.server.http.RouteSchemas;
import dev.godmode.server.identity.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Uses tools. What goes wrong in one is a result that says so, in words for the model that used it:
 * it can mend its arguments and try again.
 */
final class ToolCalls {

  /** More than this fills a model's head and helps it no more. */
  static final int RESULT_MAX_CHARS = 256 << 10;

  /** Stands in a result that tells why nothing was done. */
  static final String FAILED = "isError";

  private static final String JSON = "application/json";
  private static final int NAME_MAX_CHARS = 64;

  private final RouteCaller routes;

  ToolCalls(RouteCaller routes) {
    this.routes = routes;
  }

  /** The result of {@code tools/call}. */
  Map<String, Object> call(Principal by, Tool tool, ObjectNode arguments) {
    var sorted = new Sorted(tool);
    arguments.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    if (!sorted.complaints.isEmpty()) {
      return failed(String.join("; ", sorted.complaints));
    }
    return switch (routes.call(tool.route(), by, sorted.asked())) {
      case Outcome.Failed(Problem problem) -> failed(problem.detail());
      case Outcome.Answered(_, var text) when text.length() > RESULT_MAX_CHARS ->
          failed(
              "the answer has %d characters, more than the %d that fit here: ask for less%s"
                  .formatted(text.length(), RESULT_MAX_CHARS, narrower(tool)));
      case Outcome.Answered(var mediaType, var text) -> answered(mediaType, text);
    };
  }

  private static String narrower(Tool tool) {
    var arguments = tool.places().sequencedKeySet();
    return arguments.isEmpty() ? "" : ", by " + String.join(", ", arguments);
  }

  private static Map<String, Object> answered(String mediaType, String said) {
    if (!mediaType.startsWith(JSON) || mediaType.startsWith("application/jsonl")) {
      var text = said.isEmpty() ? "done" : said;
      return Map.of("content", List.of(text(text)));
    }
    var tree = Json.tree(said);
    Object structured = tree.isObject() ? tree : Map.of("items", tree);
    var result = new LinkedHashMap<String, Object>();
    result.put("content", List.of(text(Json.write(structured))));
    result.put("structuredContent", structured);
    return result;
  }

  private static Map<String, Object> failed(String why) {
    return Map.of("content", List.of(text(why)), FAILED, true);
  }

  static Map<String, Object> text(String text) {
    return Map.of("type", "text", "text", text);
  }

  /** Arguments on their way to where they belong in a request. */
  private static final class Sorted {

    private final Tool tool;
    private final Map<String, RouteSchemas.Place> places;
    private final Map<String, String> path = new HashMap<>();
    private final Map<String, String> query = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private final ObjectNode body = Json.mapper().createObjectNode();
    private final List<String> complaints = new ArrayList<>();

    Sorted(Tool tool) {
      this.tool = tool;
      this.places = tool.places();
      tool.usual().forEach((name, value) -> put(name, Json.mapper().valueToTree(value)));
    }

    void put(String name, JsonNode value) {
      var place = Optional.ofNullable(places.get(name));
      if (place.isEmpty()) {
        complaints.add(unknown(name));
      } else if (!value.isNull()) {
        switch (place.get()) {
          case PATH -> word(name, value).ifPresent(text -> path.put(name, text));
          case QUERY -> word(name, value).ifPresent(text -> query.put(name, text));
          case HEADER ->
              word(name, value)
                  .ifPresent(text -> headers.put(RouteSchemas.header(tool.route(), name), text));
          case BODY -> body.set(name, value);
        }
      }
    }

    private String unknown(String name) {
      var cut = name.length() > NAME_MAX_CHARS ? name.substring(0, NAME_MAX_CHARS) + "…" : name;
      return "there is no argument '%s' here%s; known are %s"
          .formatted(cut, Spelling.hint(cut, places.keySet()), places.keySet());
    }

    /** A list of words is what the routes write with commas. */
    private Optional<String> word(String name, JsonNode value) {
      if (value.isArray() && value.valueStream().allMatch(JsonNode::isString)) {
        return Optional.of(
            value.valueStream().map(JsonNode::stringValue).collect(Collectors.joining(",")));
      }
      if (value.isContainer()) {
        complaints.add("'%s' must be a text or a number".formatted(name));
        return Optional.empty();
      }
      return Optional.of(value.asString());
    }

    Asked asked() {
      var takesBody = places.containsValue(RouteSchemas.Place.BODY);
      return new Asked(path, query, headers, takesBody ? Json.write(body) : "");
    }
  }
}
