package dev.godmode.server.http;

import io.helidon.http.Method;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One HTTP route, declared once: it is served, checked and documented from here.
 *
 * @param tag the capability it belongs to
 * @param status of the answer when all is well
 * @param reply empty when the answer has no body
 */
public record Route(
    Method method,
    String path,
    String tag,
    String summary,
    Access access,
    List<Parameter> parameters,
    Optional<Content> request,
    Status status,
    Optional<Content> reply,
    Consumer<Call> handler) {

  private static final Pattern PATH_PARAMETER = Pattern.compile("\\{(\\w+)}");

  public Route {
    parameters = List.copyOf(parameters);
  }

  public static Draft get(String path, String summary) {
    return new Draft(Method.GET, path, summary);
  }

  public static Draft post(String path, String summary) {
    return new Draft(Method.POST, path, summary);
  }

  public static Draft delete(String path, String summary) {
    return new Draft(Method.DELETE, path, summary);
  }

  /** "GET /api/v1/world": unique among all routes. */
  public String name() {
    return method.text() + " " + path;
  }

  /** A route that is being declared; it is one as soon as it is said how it answers. */
  public static final class Draft {

    private final Method method;
    private final String path;
    private final String summary;
    private final List<Parameter> parameters = new ArrayList<>();
    private Access access = Access.OWNER;
    private Optional<Content> request = Optional.empty();

    private Draft(Method method, String path, String summary) {
      this.method = method;
      this.path = path;
      this.summary = summary;
      PATH_PARAMETER
          .matcher(path)
          .results()
          .forEach(found -> add(Parameter.Place.PATH, found.group(1), String.class, ""));
    }

    public Draft open() {
      access = Access.OPEN;
      return this;
    }

    public Draft query(String name, Class<?> type, String description) {
      return add(Parameter.Place.QUERY, name, type, description);
    }

    public Draft header(String name, String description) {
      return add(Parameter.Place.HEADER, name, String.class, description);
    }

    /** The body is one JSON document; {@link Call#body} reads it. */
    public Draft takes(Class<?> type) {
      request = Optional.of(Content.json(type));
      return this;
    }

    /** The body is of another type; {@link Call#bytes} reads it. */
    public Draft takes(String mediaType, long maxBytes) {
      request = Optional.of(Content.other(mediaType, maxBytes));
      return this;
    }

    /** The body is one JSON document of at most so many bytes. */
    public Draft takes(Class<?> type, long maxBytes) {
      request = Optional.of(new Content(Content.JSON, Optional.of(Shapes.of(type)), maxBytes));
      return this;
    }

    public <T> Route answers(Class<T> type, Function<Call, T> answer) {
      return route(
          Status.OK_200, Optional.of(Content.json(type)), call -> call.json(answer.apply(call)));
    }

    public <T> Route creates(Class<T> type, Function<Call, T> answer) {
      return route(
          Status.CREATED_201,
          Optional.of(Content.json(type)),
          call -> call.json(answer.apply(call)));
    }

    /** The answer has no body. */
    public Route does(Consumer<Call> handler) {
      return route(
          Status.NO_CONTENT_204,
          Optional.empty(),
          call -> {
            handler.accept(call);
            call.done();
          });
    }

    /** The handler writes the answer itself. */
    public Route writes(String mediaType, Consumer<Call> handler) {
      return route(Status.OK_200, Optional.of(Content.other(mediaType, 0)), handler);
    }

    private Draft add(Parameter.Place place, String name, Class<?> type, String description) {
      parameters.add(new Parameter(place, name, Shapes.of(type), description));
      return this;
    }

    private Route route(Status status, Optional<Content> reply, Consumer<Call> handler) {
      return new Route(
          method, path, tag(), summary, access, parameters, request, status, reply, handler);
    }

    /** The first word of the path that says something: "tasks" of /api/v1/tasks/{id}. */
    private String tag() {
      var words = path.replaceFirst("^/(api/v1/)?", "").split("/", 2);
      return words[0];
    }
  }
}
