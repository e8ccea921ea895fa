package dev.godmode.server.http;

import dev.godmode.protocol.api.Requests.Problem;
import dev.godmode.protocol.api.Trust;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The OpenAPI 3.1 document of routes, made from the declarations that they are served by. */
public final class OpenApi {

  private static final String REF = "#/components/schemas/";

  private final Map<String, Object> schemas = new TreeMap<>();
  private final JsonSchemas inReferences = new JsonSchemas(new InReferences());

  private OpenApi() {}

  public static Map<String, Object> document(List<Route> routes, String version) {
    return new OpenApi().write(routes, version);
  }

  private Map<String, Object> write(List<Route> routes, String version) {
    var paths = new LinkedHashMap<String, Map<String, Object>>();
    for (var route : routes) {
      paths
          .computeIfAbsent(route.path().replace("{+", "{"), _ -> new LinkedHashMap<>())
          .put(route.method().text().toLowerCase(Locale.ROOT), operation(route));
    }
    var document = new LinkedHashMap<String, Object>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "God Mode", "version", version));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of(
            "schemas",
            schemas,
            "securitySchemes",
            Map.of(
                "token", Map.of("type", "http", "scheme", "bearer"),
                "session",
                    Map.of("type", "apiKey", "in", "cookie", "name", Trust.SESSION_COOKIE))));
    return document;
  }

  private Map<String, Object> operation(Route route) {
    var operation = new LinkedHashMap<String, Object>();
    operation.put("operationId", operationId(route));
    operation.put("tags", List.of(route.tag()));
    operation.put("summary", route.summary());
    operation.put(
        "security",
        route.access() instanceof Access.Open
            ? List.of()
            : List.of(Map.of("token", List.of()), Map.of("session", List.of())));
    if (!route.parameters().isEmpty()) {
      operation.put("parameters", route.parameters().stream().map(this::parameter).toList());
    }
    route.request().ifPresent(content -> operation.put("requestBody", body(content)));
    operation.put("responses", responses(route));
    return operation;
  }

  /** "post_tasks_id_cancel". */
  private static String operationId(Route route) {
    return (route.method().text().toLowerCase(Locale.ROOT) + route.path())
        .replace("/api/v1", "")
        .replaceAll("[^a-z]+", "_")
        .replaceAll("_$", "");
  }

  private Map<String, Object> parameter(Parameter parameter) {
    var written = new LinkedHashMap<String, Object>();
    written.put("name", parameter.name());
    written.put("in", parameter.place().name().toLowerCase(Locale.ROOT));
    written.put("required", parameter.place() == Parameter.Place.PATH);
    if (!parameter.description().isEmpty()) {
      written.put("description", parameter.description());
    }
    written.put("schema", schema(parameter.shape()));
    return written;
  }

  private Map<String, Object> body(Content content) {
    return Map.of("required", true, "content", content(content));
  }

  private Map<String, Object> content(Content content) {
    var schema =
        content
            .shape()
            .map(this::schema)
            .orElseGet(() -> new LinkedHashMap<>(Map.of("type", "string")));
    return Map.of(content.mediaType(), Map.of("schema", schema));
  }

  private Map<String, Object> responses(Route route) {
    var responses = new LinkedHashMap<String, Object>();
    var good = new LinkedHashMap<String, Object>();
    good.put("description", route.status().reasonPhrase());
    route.reply().ifPresent(reply -> good.put("content", content(reply)));
    responses.put(route.status().codeText(), good);
    responses.put(
        "default",
        Map.of(
            "description",
            "A problem: what is wrong and what to do",
            "content",
            content(new Content(Problems.MEDIA_TYPE, Optional.of(Shapes.of(Problem.class)), 0))));
    return responses;
  }

  private SequencedMap<String, Object> schema(Shape shape) {
    return inReferences.of(shape);
  }

  private String named(String name, Map<String, Object> schema) {
    var known = schemas.put(name, schema);
    if (known != null && !known.equals(schema)) {
      throw new IllegalArgumentException("two shapes are called " + name);
    }
    return REF + name;
  }

  /** What has a name stands once, among the components. */
  private final class InReferences implements JsonSchemas.Manner {

    @Override
    public Map<String, Object> named(String name, Supplier<Map<String, Object>> schema) {
      return Map.of("$ref", OpenApi.this.named(name, schema.get()));
    }

    @Override
    public Map<String, Object> format(Shape.Format format) {
      return format == Shape.Format.PLAIN
          ? Map.of()
          : Map.of("format", format.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }
}
