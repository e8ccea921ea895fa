package dev.godmode.server.http;

import static java.lang.System.Logger.Level.DEBUG;

import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.identity.Credentials;
import dev.godmode.server.identity.Sessions;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Set;

/** Puts routes on a port: every request passes the gate, every fault becomes a problem. */
public final class Routing {

  private static final System.Logger LOG = System.getLogger(Routing.class.getName());
  private static final String BEARER = "Bearer ";
  private static final Set<Method> READS = Set.of(Method.GET, Method.HEAD);

  private final Gate gate;
  private final List<Route> routes;

  public Routing(Gate gate, List<Route> routes) {
    this.gate = gate;
    this.routes = List.copyOf(routes);
  }

  /** The same routes as Helidon wants them; a builder serves one port. */
  public HttpRouting.Builder build() {
    var routing = HttpRouting.builder();
    for (var route : routes) {
      routing.route(
          route.method(), route.path(), (request, response) -> serve(route, request, response));
    }
    return routing.any(
        (request, response) ->
            guarded(
                response,
                () -> {
                  throw nothingThere(request);
                }));
  }

  private void serve(Route route, ServerRequest request, ServerResponse response) {
    guarded(
        response,
        () -> {
          admit(route, credentials(request));
          var call = new Call(route, request, response);
          if (route.access() == Access.OWNER) {
            call.requireKnownQuery();
          }
          route.handler().accept(call);
        });
  }

  private void admit(Route route, Credentials credentials) {
    switch (gate.judge(route.access(), credentials)) {
      case ADMITTED -> {}
      case WRONG_HOST ->
          throw new Refusal(
              421,
              "wrong_host",
              "this server does not answer for '%s'".formatted(credentials.host().orElse("")));
      case WRONG_ORIGIN ->
          throw new Refusal(403, "wrong_origin", "a change must come from this server's own page");
      case UNKNOWN ->
          throw new Refusal(
              401,
              "unauthenticated",
              "log in with a code from 'gm login', or send the owner's token");
    }
  }

  private static Credentials credentials(ServerRequest request) {
    var headers = request.headers();
    return new Credentials(
        headers.first(HeaderNames.HOST),
        headers.first(HeaderNames.ORIGIN),
        headers
            .first(HeaderNames.AUTHORIZATION)
            .filter(value -> value.startsWith(BEARER))
            .map(value -> value.substring(BEARER.length())),
        headers.cookies().first(Sessions.COOKIE).asOptional(),
        !READS.contains(request.prologue().method()));
  }

  private static void guarded(ServerResponse response, Runnable work) {
    response.header("X-Content-Type-Options", "nosniff");
    response.header("Referrer-Policy", "no-referrer");
    try {
      work.run();
    } catch (RuntimeException e) {
      fail(response, e);
    }
  }

  /** Of an answer that had begun only the connection can be ended. */
  private static void fail(ServerResponse response, RuntimeException fault) {
    if (response.isSent() || response.bytesWritten() > 0) {
      LOG.log(DEBUG, "an answer broke off", fault);
      throw new CloseConnectionException("the answer broke off", fault);
    }
    Problems.send(response, fault);
  }

  private Refusal nothingThere(ServerRequest request) {
    var path = request.path().path();
    var method = request.prologue().method().text();
    var others =
        routes.stream().filter(route -> covers(route, path)).map(r -> r.method().text()).toList();
    if (!others.isEmpty()) {
      return new Refusal(
          405,
          "method_not_allowed",
          "%s takes %s, not %s".formatted(path, String.join(", ", others), method));
    }
    var known = routes.stream().map(Route::path).distinct().toList();
    return Refusal.notFound(
        "there is no %s%s; /openapi.json lists what there is"
            .formatted(path, Spelling.hint(path, known)));
  }

  /** The HUD's pages may have any path: they say nothing about what else a path takes. */
  private static boolean covers(Route route, String path) {
    return !route.path().contains("{+")
        && path.matches(route.path().replaceAll("\\{\\w+}", "[^/]+"));
  }
}
