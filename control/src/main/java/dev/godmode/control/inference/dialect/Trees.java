package dev.godmode.control.inference.dialect;

import dev.godmode.control.inference.BadAnswer;
import dev.godmode.protocol.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Small words for JSON trees of others, in which anything may be missing or of another type. */
final class Trees {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Trees() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static ArrayNode array() {
    return NODES.arrayNode();
  }

  /** The text of a field; empty when there is none. */
  static String text(JsonNode node, String field) {
    return textIn(node, field).orElse("");
  }

  static Optional<String> textIn(JsonNode node, String field) {
    var value = node.path(field);
    return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }

  /** The count in a field; empty when there is none. */
  static Optional<Long> count(JsonNode node, String field) {
    var value = node.path(field);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Optional.of(value.longValue())
        : Optional.empty();
  }

  static List<JsonNode> items(JsonNode array) {
    return array.isArray() ? StreamSupport.stream(array.spliterator(), false).toList() : List.of();
  }

  /** Takes over a field under another name, if it is there. */
  static void carry(JsonNode from, String field, ObjectNode to, String name) {
    var value = from.path(field);
    if (!value.isMissingNode() && !value.isNull()) {
      to.set(name, value);
    }
  }

  static void carry(JsonNode from, ObjectNode to, String... fields) {
    for (var field : fields) {
      carry(from, field, to, field);
    }
  }

  /** What a provider sent, as a tree. */
  static JsonNode parsed(String text) throws BadAnswer {
    try {
      var tree = Json.tree(text);
      if (!tree.isObject()) {
        throw new BadAnswer("its answer is not a JSON object");
      }
      return tree;
    } catch (JacksonException e) {
      throw new BadAnswer("its answer is not JSON: " + e.getOriginalMessage());
    }
  }

  /** What a provider says went wrong, in whatever of the common shapes it says so. */
  static Optional<String> complaint(JsonNode answer) {
    var error = answer.path("error");
    if (error.isString()) {
      return Optional.of(error.stringValue());
    }
    return textIn(error, "message")
        .or(() -> textIn(answer, "message").filter(_ -> !error.isMissingNode()))
        .or(() -> error.isObject() ? Optional.of(Json.write(error)) : Optional.empty());
  }
}
