package dev.godmode.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * What a route takes and answers, each as one JSON Schema that stands by itself: programs that talk
 * to models follow no references. What lies deep in an answer is said to be an object and no more.
 */
public final class RouteSchemas {

  /** Deep enough for a list of things and what they consist of. */
  private static final int OUTPUT_DEPTH = 2;

  private static final int INPUT_DEPTH = 8;

  /** Where an argument belongs in a request. */
  public enum Place {
    PATH,
    QUERY,
    HEADER,
    BODY
  }

  private RouteSchemas() {}

  /** The route's arguments by name, wherever they belong; no two have one name. */
  public static SequencedMap<String, Place> places(Route route) {
    var places = new LinkedHashMap<String, Place>();
    for (var parameter : route.parameters()) {
      put(places, route, argument(parameter), place(parameter));
    }
    body(route)
        .ifPresent(
            thing -> thing.fields().keySet().forEach(name -> put(places, route, name, Place.BODY)));
    return places;
  }

  private static void put(Map<String, Place> places, Route route, String name, Place place) {
    if (places.put(name, place) != null) {
      throw new IllegalArgumentException(
          "%s has two arguments called '%s'".formatted(route.name(), name));
    }
  }

  private static Place place(Parameter parameter) {
    return switch (parameter.place()) {
      case PATH -> Place.PATH;
      case QUERY -> Place.QUERY;
      case HEADER -> Place.HEADER;
    };
  }

  /** "Idempotency-Key" is called idempotency_key among arguments. */
  private static String argument(Parameter parameter) {
    return parameter.place() == Parameter.Place.HEADER
        ? argument(parameter.name())
        : parameter.name();
  }

  private static String argument(String header) {
    return header.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** The header that an argument stands for. */
  public static String header(Route route, String argument) {
    return route.parameters().stream()
        .filter(parameter -> parameter.place() == Parameter.Place.HEADER)
        .map(Parameter::name)
        .filter(name -> argument(name).equals(argument))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<Shape.Thing> body(Route route) {
    return route
        .request()
        .flatMap(Content::shape)
        .filter(Shape.Thing.class::isInstance)
        .map(Shape.Thing.class::cast);
  }

  /**
   * An object with all of the route's arguments.
   *
   * @param words said of an argument, where the route itself says nothing
   */
  public static Map<String, Object> input(Route route, Map<String, String> words) {
    var schemas = new JsonSchemas(new InPlace(INPUT_DEPTH));
    var properties = new LinkedHashMap<String, Object>();
    var required = new ArrayList<String>();
    for (var parameter : route.parameters()) {
      var name = argument(parameter);
      var said = words.getOrDefault(name, parameter.description());
      properties.put(name, described(schemas.of(parameter.shape()), said));
      if (parameter.place() == Parameter.Place.PATH) {
        required.add(name);
      }
    }
    body(route)
        .ifPresent(
            thing ->
                thing
                    .fields()
                    .forEach(
                        (name, field) -> {
                          properties.put(
                              name,
                              described(schemas.of(field.shape()), words.getOrDefault(name, "")));
                          if (field.required()) {
                            required.add(name);
                          }
                        }));
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", List.copyOf(required));
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> described(SequencedMap<String, Object> schema, String words) {
    if (!words.isEmpty()) {
      schema.put("description", words);
    }
    return schema;
  }

  /** What the route answers, always an object: a list is its {@code items}. Empty for text. */
  public static Optional<Map<String, Object>> output(Route route) {
    return route.reply().flatMap(Content::shape).map(RouteSchemas::output);
  }

  private static Map<String, Object> output(Shape shape) {
    var schema = new JsonSchemas(new InPlace(OUTPUT_DEPTH)).of(shape);
    return shape instanceof Shape.Several
        ? Map.of(
            "type", "object", "properties", Map.of("items", schema), "required", List.of("items"))
        : schema;
  }

  /** Everything where it belongs, down to a depth. */
  private static final class InPlace implements JsonSchemas.Manner {

    private final int depthMax;
    private int depth;

    InPlace(int depthMax) {
      this.depthMax = depthMax;
    }

    @Override
    public Map<String, Object> named(String name, Supplier<Map<String, Object>> schema) {
      if (depth == depthMax) {
        return Map.of("type", "object");
      }
      depth++;
      try {
        return schema.get();
      } finally {
        depth--;
      }
    }

    /** In words: validators disagree about the formats of durations. */
    @Override
    public Map<String, Object> format(Shape.Format format) {
      return switch (format) {
        case PLAIN -> Map.of();
        case DATE_TIME -> Map.of("description", "a time like 2026-11-24T10:00:00Z");
        case DURATION -> Map.of("description", "a duration like PT30S");
      };
    }
  }
}
