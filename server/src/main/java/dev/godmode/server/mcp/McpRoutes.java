package dev.godmode.server.mcp;

import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.RouteCaller;
import dev.godmode.server.rpc.RpcMessage;
import dev.godmode.server.rpc.RpcMessage.Request;
import io.helidon.http.Method;
import io.helidon.http.Status;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Control as a server of the Model Context Protocol, over HTTP: one message a request, one answer.
 * Everybody who is known may come in; what they may do there is what the routes let them.
 */
public final class McpRoutes {

  private static final String PATH = "/mcp";
  private static final String JSON = "application/json";
  private static final long BODY_MAX_BYTES = 4L << 20;

  private final SessionEra session;
  private final StatelessEra stateless;

  /**
   * Offers these routes' abilities.
   *
   * @param watch sees each use of a tool
   * @param version of God Mode
   */
  public McpRoutes(RouteCaller caller, List<Route> routes, ToolWatch watch, String version) {
    var offers = new Offers(caller, routes, watch);
    Map<String, Object> server = Map.of("name", "godmode", "title", "God Mode", "version", version);
    this.session = new SessionEra(offers, server);
    this.stateless = new StatelessEra(offers, server);
  }

  public List<Route> routes() {
    return List.of(
        Route.post(PATH, "The Model Context Protocol: one JSON-RPC message")
            .known()
            .header("MCP-Protocol-Version", "2026-07-28, 2025-11-25 or 2025-06-18")
            .header("Mcp-Method", "the message's method, since 2026-07-28")
            .header("Mcp-Name", "what it asks for by name, since 2026-07-28")
            .takes(JSON, BODY_MAX_BYTES)
            .writes(JSON, this::message),
        Route.get(PATH, "Nothing is sent unasked: 405, as the protocol has it")
            .known()
            .writes(JSON, McpRoutes::nothing),
        Route.of(Method.DELETE, PATH, "There are no sessions to end: 405, as the protocol has it")
            .known()
            .writes(JSON, McpRoutes::nothing));
  }

  private static void nothing(Call call) {
    call.header("Allow", "POST");
    throw new Refusal(405, "method_not_allowed", "/mcp takes POST; see docs/mcp.md");
  }

  private void message(Call call) {
    requireOwnOrigin(call);
    switch (RpcMessage.read(call.bytes())) {
      case RpcMessage.Broken(var id, var fault) -> send(call, Said.bad(fault), id);
      case RpcMessage.Notice _, RpcMessage.Answer _ -> call.send(Status.ACCEPTED_202);
      case Request request -> send(call, answer(call, request), request.id());
    }
  }

  /** A page of another site may have been given a credential; it has no business here. */
  private static void requireOwnOrigin(Call call) {
    var origin = call.header("Origin").map(text -> text.toLowerCase(Locale.ROOT));
    var host = call.header("Host").map(text -> text.toLowerCase(Locale.ROOT)).orElse("");
    if (origin.filter(from -> !from.replaceFirst("^https?://", "").equals(host)).isPresent()) {
      throw new Refusal(403, "wrong_origin", "pages of other sites may not come in here");
    }
  }

  private Said answer(Call call, Request request) {
    var visit =
        new Visit(
            call.principal(),
            call.header("MCP-Protocol-Version").map(String::strip),
            call.header("Mcp-Method"),
            call.header("Mcp-Name"));
    if (StatelessEra.isSpokenIn(visit, request)) {
      return stateless.answer(visit, request);
    }
    if (call.header("Mcp-Session-Id").isPresent()) {
      // As the protocol has it: a client begins anew then, and needs none from us.
      throw Refusal.notFound("there is no such session: send initialize without one");
    }
    return session.answer(visit, request);
  }

  private static void send(Call call, Said said, JsonNode id) {
    call.fail(Status.create(said.status()));
    call.send(JSON, said.reply().bytes(id));
  }
}
