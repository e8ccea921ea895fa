package dev.godmode.server.http;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Checks JSON against the schemas of an OpenAPI document, as far as ours go. */
final class Schema {

  private final JsonNode document;
  private final List<String> misfits = new ArrayList<>();

  private Schema(JsonNode document) {
    this.document = document;
  }

  /** What does not fit, each with its place. */
  static List<String> misfits(JsonNode document, JsonNode schema, JsonNode value) {
    var checker = new Schema(document);
    checker.check("$", schema, value);
    return checker.misfits;
  }

  private void check(String place, JsonNode schema, JsonNode value) {
    if (schema.has("$ref")) {
      check(place, document.at(schema.get("$ref").stringValue().substring(1)), value);
    } else if (schema.has("oneOf")) {
      var fitting =
          schema
              .get("oneOf")
              .valueStream()
              .filter(one -> misfits(document, one, value).isEmpty())
              .count();
      require(fitting == 1, place, "fits %d alternatives".formatted(fitting));
    } else if (schema.has("allOf")) {
      schema.get("allOf").forEach(each -> check(place, each, value));
    } else if (schema.has("const")) {
      require(schema.get("const").equals(value), place, "is not " + schema.get("const"));
    } else {
      checkType(place, schema, value);
    }
  }

  private void checkType(String place, JsonNode schema, JsonNode value) {
    switch (schema.get("type").stringValue()) {
      case "string" -> {
        require(value.isString(), place, "is no string");
        if (schema.has("enum")) {
          require(
              schema.get("enum").valueStream().anyMatch(value::equals), place, "is no such word");
        }
      }
      case "integer" -> require(value.isIntegralNumber(), place, "is no integer");
      case "number" -> require(value.isNumber(), place, "is no number");
      case "boolean" -> require(value.isBoolean(), place, "is no boolean");
      case "array" -> {
        require(value.isArray(), place, "is no array");
        value.forEach(each -> check(place + "[]", schema.get("items"), each));
      }
      case "object" -> object(place, schema, value);
      default -> throw new AssertionError("unknown type in " + schema);
    }
  }

  private void object(String place, JsonNode schema, JsonNode value) {
    require(value.isObject(), place, "is no object");
    if (schema.has("additionalProperties")) {
      value.forEach(each -> check(place + ".*", schema.get("additionalProperties"), each));
      return;
    }
    schema
        .path("required")
        .forEach(name -> require(value.has(name.stringValue()), place, "lacks " + name));
    for (var property : value.properties()) {
      var known = schema.get("properties").get(property.getKey());
      // "type" tells alternatives apart; it is checked beside the alternative's own fields.
      if (known != null) {
        check(place + "." + property.getKey(), known, property.getValue());
      } else if (!property.getKey().equals("type") && !schema.get("properties").has("type")) {
        misfits.add(place + " has an unknown " + property.getKey());
      }
    }
  }

  private void require(boolean fits, String place, String problem) {
    if (!fits) {
      misfits.add(place + " " + problem);
    }
  }
}
