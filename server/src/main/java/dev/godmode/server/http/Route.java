package dev.godmode.server.http;

import dev.godmode.control.access.Scope;
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
 * @param passes whether the query is for somebody else to judge
 * @param errors how it says what went wrong
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
    boolean passes,
    ErrorShape errors,
    Optional<Content> request,
    Status status,
    Optional<Content> reply,
    Consumer<Call> handler) {

  private static final Pattern PATH_PARAMETER = Pattern.compile("\\{\\+?(\\w+)}");

  public Route {
    parameters = List.copyOf(parameters);
  }

  public static Unguarded get(String path, String summary) {
    return new Unguarded(Method.GET, path, summary);
  }

  public static Unguarded post(String path, String summary) {
    return new Unguarded(Method.POST, path, summary);
  }

  /** A route of another method. */
  public static Unguarded of(Method method, String path, String summary) {
    return new Unguarded(method, path, summary);
  }

  public static Unguarded delete(String path, String summary) {
    return new Unguarded(Method.DELETE, path, summary);
  }

  /** Whether programs of attempts may come this way for what is theirs. */
  public boolean isForAttempts() {
    return switch (access) {
      case Access.NeedsOwn _ -> true;
      case Access.Open _, Access.Known _, Access.Needs _, Access.People _, Access.Replica _ ->
          false;
    };
  }

  /** Whether whoever shows nothing may come this way. */
  public boolean isOpen() {
    return access instanceof Access.Open;
  }

  /** "GET /api/v1/world": unique among all routes. */
  public String name() {
    return method.text() + " " + path;
  }

  /**
   * A route of which nobody has said yet who may use it: until that is said there is no way to make
   * a route of it.
   */
  public record Unguarded(Method method, String path, String summary) {

    /** For anybody who reaches the port: it must give nothing away. */
    public Draft open() {
      return guarded(new Access.Open());
    }

    /** For whoever is known: it is about themselves. */
    public Draft known() {
      return guarded(new Access.Known());
    }

    /** For any person, and no agent. */
    public Draft people() {
      return guarded(new Access.People());
    }

    /** For replicas of the model gateway. */
    public Draft replicas() {
      return guarded(new Access.Replica());
    }

    /** For people who are allowed this. */
    public Draft needs(Scope scope) {
      return guarded(new Access.Needs(scope));
    }

    /** The same, and for attempts that are allowed it: the handler keeps them to their own. */
    public Draft needsOwn(Scope scope) {
      return guarded(new Access.NeedsOwn(scope));
    }

    private Draft guarded(Access access) {
      return new Draft(this, access);
    }
  }

  /** A route that is being declared; it is one as soon as it is said how it answers. */
  public static final class Draft {

    private final Unguarded place;
    private final Access access;
    private final List<Parameter> parameters = new ArrayList<>();
    private boolean passes;
    private ErrorShape errors = ErrorShape.PROBLEM;
    private Optional<Content> request = Optional.empty();

    private Draft(Unguarded place, Access access) {
      this.place = place;
      this.access = access;
      PATH_PARAMETER
          .matcher(place.path())
          .results()
          .forEach(found -> add(Parameter.Place.PATH, found.group(1), String.class, ""));
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

    /** Query and body are for somebody else: any will do, of at most so many bytes. */
    public Draft passesOn(long maxBytes) {
      passes = true;
      request = Optional.of(Content.other("*/*", maxBytes));
      return this;
    }

    /** Clients of a vendor's API come this way: a query may say what we do not know. */
    public Draft saysErrorsAs(ErrorShape shape) {
      passes = true;
      errors = shape;
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
          place.method(),
          place.path(),
          tag(),
          place.summary(),
          access,
          parameters,
          passes,
          errors,
          request,
          status,
          reply,
          handler);
    }

    /** The first word of the path that says something: "tasks" of /api/v1/tasks/{id}. */
    private String tag() {
      var words = place.path().replaceFirst("^/(api/v1/)?", "").split("/", 2);
      return words[0];
    }
  }
}
