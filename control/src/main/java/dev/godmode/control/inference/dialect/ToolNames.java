package dev.godmode.control.inference.dialect;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the tools of a question are called. OpenAI's responses know tools within a namespace (Codex
 * has those of a server of the Model Context Protocol so) and tools that take a text as it is; to
 * chat completions both are functions with a name.
 */
final class ToolNames {

  private static final String JOINT = "__";

  /**
   * A tool as the client knows it.
   *
   * @param namespace empty where there is none
   * @param custom whether it takes a text as it is
   */
  record Known(String namespace, String name, boolean custom) {

    private static Known plain(String name) {
      return new Known("", name, false);
    }

    /** Names it in an item of an answer. */
    ObjectNode in(ObjectNode item) {
      item.put("name", name);
      return namespace.isEmpty() ? item : item.put("namespace", namespace);
    }
  }

  private final Map<String, Known> known;

  private ToolNames(Map<String, Known> known) {
    this.known = known;
  }

  /** Those of a question. */
  static ToolNames of(ObjectNode body) {
    var known = new HashMap<String, Known>();
    for (var tool : Trees.items(body.path("tools"))) {
      var name = Trees.text(tool, "name");
      switch (Trees.text(tool, "type")) {
        case "custom" -> known.put(name, new Known("", name, true));
        case "namespace" -> {
          for (var inner : Trees.items(tool.path("tools"))) {
            var plain = Trees.text(inner, "name");
            known.put(function(name, plain), new Known(name, plain, false));
          }
        }
        default -> {}
      }
    }
    return new ToolNames(known);
  }

  /** The function's name of a tool, or of a call of one. */
  static String function(JsonNode named) {
    return function(Trees.text(named, "namespace"), Trees.text(named, "name"));
  }

  static String function(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + JOINT + name;
  }

  /** The tool that a function stands for. */
  Known of(String function) {
    return known.getOrDefault(function, Known.plain(function));
  }
}
