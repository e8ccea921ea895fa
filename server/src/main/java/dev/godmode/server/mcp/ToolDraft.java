package dev.godmode.server.mcp;

import dev.godmode.server.http.Route;
import java.util.HashMap;
import java.util.Map;

/**
 * A tool whose route is a name still.
 *
 * @param route "GET /api/v1/tasks"
 * @param words said of an argument, where the route itself says nothing
 * @param usual arguments where nothing is said
 */
record ToolDraft(
    ToolDraft.Told told, String route, Map<String, String> words, Map<String, Object> usual) {

  /** What a model reads of a tool. */
  record Told(String name, String title, Effect effect, String description) {}

  static ToolDraft tool(
      String name, String title, Effect effect, String route, String description) {
    return new ToolDraft(new Told(name, title, effect, description), route, Map.of(), Map.of());
  }

  /** Says what an argument means. */
  ToolDraft says(String argument, String meaning) {
    return new ToolDraft(told, route, and(words, argument, meaning), usual);
  }

  /** An agent needs less at once than a screen: the argument where nothing is said. */
  ToolDraft usually(String argument, Object value) {
    return new ToolDraft(told, route, words, and(usual, argument, value));
  }

  private static <V> Map<String, V> and(Map<String, V> some, String name, V value) {
    var more = new HashMap<>(some);
    more.put(name, value);
    return more;
  }

  /**
   * The tool, on its route.
   *
   * @throws IllegalArgumentException when there is no such route, or no such argument
   */
  Tool on(Map<String, Route> routes) {
    if (!routes.containsKey(route)) {
      throw new IllegalArgumentException(
          "the tool %s needs %s, and there is no such route".formatted(told.name(), route));
    }
    var tool =
        new Tool(
            told.name(),
            told.title(),
            told.description(),
            told.effect(),
            routes.get(route),
            words,
            usual);
    var known = tool.places().keySet();
    if (!known.containsAll(words.keySet()) || !known.containsAll(usual.keySet())) {
      throw new IllegalArgumentException(
          "the tool %s speaks of other arguments than %s".formatted(told.name(), known));
    }
    return tool;
  }
}
