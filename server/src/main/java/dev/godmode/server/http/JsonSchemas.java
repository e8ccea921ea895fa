package dev.godmode.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Shapes as JSON Schema. Documents differ in where they put what has a name of its own. */
final class JsonSchemas {

  /** How one document writes its schemas. */
  interface Manner {

    /** What stands where a named thing belongs: the thing itself, or a reference to it. */
    Map<String, Object> named(String name, Supplier<Map<String, Object>> schema);

    /** What is said of a text's format, beside that it is a text. */
    Map<String, Object> format(Shape.Format format);
  }

  private final Manner manner;

  JsonSchemas(Manner manner) {
    this.manner = manner;
  }

  SequencedMap<String, Object> of(Shape shape) {
    var schema = new LinkedHashMap<String, Object>();
    switch (shape) {
      case Shape.Text(var format) -> {
        schema.put("type", "string");
        schema.putAll(manner.format(format));
      }
      case Shape.Whole _ -> schema.put("type", "integer");
      case Shape.Real _ -> schema.put("type", "number");
      case Shape.Truth _ -> schema.put("type", "boolean");
      case Shape.Word(var words) -> {
        schema.put("type", "string");
        schema.put("enum", words);
      }
      case Shape.Several(var each) -> {
        schema.put("type", "array");
        schema.put("items", of(each));
      }
      case Shape.Table(var each) -> {
        schema.put("type", "object");
        schema.put("additionalProperties", of(each));
      }
      case Shape.Thing thing -> schema.putAll(manner.named(thing.name(), () -> thing(thing)));
      case Shape.Either either -> schema.putAll(manner.named(either.name(), () -> either(either)));
    }
    return schema;
  }

  SequencedMap<String, Object> thing(Shape.Thing thing) {
    var properties = new LinkedHashMap<String, Object>();
    thing.fields().forEach((name, field) -> properties.put(name, of(field.shape())));
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put(
        "required",
        thing.fields().entrySet().stream()
            .filter(entry -> entry.getValue().required())
            .map(Map.Entry::getKey)
            .toList());
    return schema;
  }

  /** Each alternative has its {@code type} beside its own fields. */
  private Map<String, Object> either(Shape.Either either) {
    var alternatives =
        either.things().entrySet().stream()
            .map(
                entry ->
                    Map.of(
                        "allOf",
                        List.of(
                            of(entry.getValue()),
                            Map.of(
                                "type",
                                "object",
                                "required",
                                List.of("type"),
                                "properties",
                                Map.of("type", Map.of("const", entry.getKey()))))))
            .toList();
    var schema = new LinkedHashMap<String, Object>();
    schema.put("oneOf", alternatives);
    schema.put("discriminator", Map.of("propertyName", "type"));
    return schema;
  }
}
