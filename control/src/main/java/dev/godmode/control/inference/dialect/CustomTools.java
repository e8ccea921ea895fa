package dev.godmode.control.inference.dialect;

import dev.godmode.protocol.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tools that take a text as it is, and no JSON. Chat completions have none, so such a tool becomes
 * a function with one text.
 */
final class CustomTools {

  static final String INPUT = "input";

  private CustomTools() {}

  static ObjectNode asFunction(JsonNode tool) {
    var written = Trees.object().put("type", "function");
    var function = written.putObject("function");
    Trees.carry(tool, function, "name");
    var grammar = Trees.text(tool.path("format"), "definition");
    function.put(
        "description",
        Trees.text(tool, "description")
            + (grammar.isEmpty() ? "" : "\nThe input must follow this grammar:\n" + grammar));
    var parameters = function.putObject("parameters").put("type", "object");
    parameters.putObject("properties").putObject(INPUT).put("type", "string");
    parameters.putArray("required").add(INPUT);
    return written;
  }

  /** The text in such a function's arguments; all of it when the model did not keep to it. */
  static String input(String arguments) {
    try {
      return Trees.textIn(Json.tree(arguments), INPUT).orElse(arguments);
    } catch (JacksonException e) {
      return arguments;
    }
  }
}
