package dev.godmode.server.a2a;

import dev.godmode.protocol.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a request, read one by one. Protocol buffers write what is not set as an empty
 * text, so an empty text is none.
 */
record Fields(ObjectNode tree) {

  static Fields none() {
    return new Fields(Json.mapper().createObjectNode());
  }

  Optional<String> text(String name) {
    var value = tree.path(name);
    if (isAbsent(value)) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw A2aRefusal.invalid("'%s' must be a text".formatted(name));
    }
    return Optional.of(value.stringValue()).filter(text -> !text.isEmpty());
  }

  String needed(String name) {
    return text(name)
        .orElseThrow(() -> A2aRefusal.invalid("'%s' is missing: a text".formatted(name)));
  }

  boolean yes(String name) {
    var value = tree.path(name);
    if (!isAbsent(value) && !value.isBoolean()) {
      throw A2aRefusal.invalid("'%s' must be true or false".formatted(name));
    }
    return value.asBoolean(false);
  }

  int number(String name, int usual, int min, int max) {
    var value = tree.path(name);
    if (isAbsent(value)) {
      return usual;
    }
    if (!value.isIntegralNumber() || value.asLong(-1) < min || value.asLong(-1) > max) {
      throw A2aRefusal.invalid(
          "'%s' must be a whole number from %d to %d".formatted(name, min, max));
    }
    return value.intValue();
  }

  Fields object(String name) {
    var value = tree.path(name);
    if (isAbsent(value)) {
      return none();
    }
    if (value instanceof ObjectNode object) {
      return new Fields(object);
    }
    throw A2aRefusal.invalid("'%s' must be an object".formatted(name));
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }
}
