package dev.godmode.server.http;

import static java.lang.System.Logger.Level.DEBUG;

import dev.godmode.protocol.api.Trust;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.identity.Admission;
import dev.godmode.server.identity.Credentials;
import dev.godmode.server.identity.Principal;
import dev.godmode.server.network.Approach;
import dev.godmode.server.network.Doorstep;
import dev.godmode.server.network.Introduced;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Puts routes on a port: every request passes the gate, every fault becomes a problem. */
public final class Routing {

  private static final System.Logger LOG = System.getLogger(Routing.class.getName());
  private static final String BEARER = "Bearer ";
  private static final HeaderName API_KEY = HeaderNames.create("x-api-key");
  private static final int FORBIDDEN = 403;
  private static final Set<Method> READS = Set.of(Method.GET, Method.HEAD);

  /** Is told whom the routes refused what, and why. */
  public interface Witness {

    void denied(String who, String what, String why);
  }

  private final Gate gate;
  private final Witness witness;
  private final List<Route> routes;
  private final Doorstep doorstep;
  private final Basis basis;

  public Routing(Gate gate, Witness witness, List<Route> routes) {
    this(gate, witness, routes, Doorstep.OPEN, Basis.NONE);
  }

  private Routing(Gate gate, Witness witness, List<Route> routes, Doorstep doorstep, Basis basis) {
    this.gate = gate;
    this.witness = witness;
    this.routes = List.copyOf(routes);
    this.doorstep = doorstep;
    this.basis = basis;
  }

  /** The same, for those alone who may come near. */
  public Routing behind(Doorstep other) {
    return new Routing(gate, witness, routes, other, basis);
  }

  /** The same, with the line of the policy on record for what they lead to. */
  public Routing on(Basis other) {
    return new Routing(gate, witness, routes, doorstep, other);
  }

  /**
   * The same routes as Helidon wants them; a builder serves one port.
   *
   * @param lobby of that port
   */
  public HttpRouting.Builder build(Lobby lobby) {
    var routing =
        HttpRouting.builder()
            .addFilter((chain, request, response) -> served(lobby, chain, request, response));
    for (var route : routes) {
      routing.route(
          route.method(),
          route.path(),
          (request, response) -> serve(route, request, response, lobby));
    }
    return routing.any(
        (request, response) ->
            guarded(
                response,
                ErrorShape.PROBLEM,
                () -> {
                  throw nothingThere(request);
                }));
  }

  private void served(
      Lobby lobby, FilterChain chain, RoutingRequest request, RoutingResponse response) {
    try {
      approach(chain, request, response);
    } finally {
      lobby.answered(request.remotePeer().address());
    }
  }

  /** Whoever may not come near learns nothing, not even what there is; streams begin here too. */
  private void approach(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    var approach = approach(request);
    var objection = doorstep.objection(approach);
    if (objection.isEmpty()) {
      chain.proceed();
    } else {
      witness.denied("somebody at " + approach.address(), "port", objection.get());
      guarded(
          response,
          ErrorShape.PROBLEM,
          () -> {
            throw new Refusal(FORBIDDEN, "outside", objection.get());
          });
    }
  }

  private static Approach approach(ServerRequest request) {
    return new Approach(
        (InetSocketAddress) request.remotePeer().address(),
        (InetSocketAddress) request.localPeer().address(),
        name -> request.headers().values(HeaderNames.create(name)));
  }

  private void serve(Route route, ServerRequest request, ServerResponse response, Lobby lobby) {
    guarded(
        response,
        route.errors(),
        () -> {
          Supplier<Introduced> introduced = () -> doorstep.introduce(approach(request));
          var shown = credentials(request, route, introduced);
          var by = admit(route, shown);
          var call =
              new Call(
                  route,
                  new Call.Caller(by, basis.cause(by, route.access()), introduced),
                  () -> gate.judge(route, shown) instanceof Admission.Admitted,
                  new WireExchange(request, response, lobby));
          if (!(route.access() instanceof Access.Open)) {
            call.requireKnownQuery();
          }
          handle(route, call, witness);
        });
  }

  /** A handler knows more than the gate: whose a task is. What it forbids is a denial too. */
  static void handle(Route route, Call call, Witness witness) {
    try {
      route.handler().accept(call);
    } catch (Refusal refusal) {
      if (refusal.status() == FORBIDDEN && !(route.access() instanceof Access.Open)) {
        witness.denied(call.by(), route.name(), refusal.detail());
      }
      throw refusal;
    }
  }

  private Principal admit(Route route, Credentials credentials) {
    return switch (gate.judge(route, credentials)) {
      case Admission.Admitted(var by) -> by;
      case Admission.WrongHost _ ->
          throw new Refusal(
              421,
              "wrong_host",
              "this server does not answer for '%s'".formatted(credentials.host().orElse("")));
      case Admission.WrongOrigin _ ->
          throw new Refusal(403, "wrong_origin", "a change must come from this server's own page");
      case Admission.Unknown _ ->
          throw new Refusal(
              401,
              "unauthenticated",
              "log in with a code from 'gm login', or send the owner's token");
      case Admission.Refused(var who, var why) -> {
        witness.denied(who, route.name(), why);
        throw new Refusal(401, "unauthenticated", "this credential is refused: " + why);
      }
      case Admission.Forbidden(var by, var why) -> {
        witness.denied(by.name(), route.name(), why);
        throw new Refusal(FORBIDDEN, "forbidden", why);
      }
    };
  }

  private static Credentials credentials(
      ServerRequest request, Route route, Supplier<Introduced> introduced) {
    var headers = request.headers();
    return new Credentials(
        headers.first(HeaderNames.HOST),
        headers.first(HeaderNames.ORIGIN),
        bearer(request, route),
        headers.cookies().first(Trust.SESSION_COOKIE).asOptional(),
        !READS.contains(request.prologue().method()),
        introduced);
  }

  /** Anthropic's clients show a key in a header of its own, and some of them in both. */
  private static Optional<String> bearer(ServerRequest request, Route route) {
    var authorization = request.headers().values(HeaderNames.AUTHORIZATION);
    if (authorization.size() > 1) {
      // A proxy may look at one of them, and we at the other.
      throw new Refusal(400, "bad_request", "there must be one Authorization header, not several");
    }
    var bearer =
        authorization.stream()
            .findFirst()
            .filter(value -> value.startsWith(BEARER))
            .map(value -> value.substring(BEARER.length()));
    return route.errors() == ErrorShape.PROBLEM
        ? bearer
        : bearer.or(() -> request.headers().first(API_KEY));
  }

  private static void guarded(ServerResponse response, ErrorShape errors, Runnable work) {
    response.header("X-Content-Type-Options", "nosniff");
    response.header("Referrer-Policy", "no-referrer");
    try {
      work.run();
    } catch (RuntimeException e) {
      fail(response, errors, e);
    }
  }

  /** Of an answer that had begun only the connection can be ended. */
  private static void fail(ServerResponse response, ErrorShape errors, RuntimeException fault) {
    if (response.isSent() || response.bytesWritten() > 0) {
      LOG.log(DEBUG, "an answer broke off", fault);
      throw new CloseConnectionException("the answer broke off", fault);
    }
    Problems.send(response, errors, fault);
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
