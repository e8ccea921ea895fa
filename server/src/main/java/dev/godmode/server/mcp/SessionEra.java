package dev.godmode.server.mcp;

import dev.godmode.server.rpc.Params;
import dev.godmode.server.rpc.RpcMessage.Request;
import dev.godmode.server.rpc.RpcRefusal;
import dev.godmode.server.rpc.RpcReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The protocol until 2025-11-25: a client begins with {@code initialize}. There is nothing to
 * remember about it, so no session is begun: a credential says more, and every control of a fleet
 * knows it.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25">its specification</a>
 */
final class SessionEra {

  /** So these versions say that a resource is not there. */
  private static final int RESOURCE_NOT_FOUND = -32_002;

  private static final List<String> LEVELS =
      List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

  private final Offers offers;
  private final Map<String, Object> server;

  /**
   * Its side of a control.
   *
   * @param server how it names itself
   */
  SessionEra(Offers offers, Map<String, Object> server) {
    this.offers = offers;
    this.server = server;
  }

  Said answer(Visit visit, Request request) {
    var version = visit.version();
    if (version.filter(word -> !Versions.SESSION.contains(word)).isPresent()) {
      return Said.bad(StatelessEra.unsupported(version.get()));
    }
    try {
      return Said.ok(new RpcReply.Result(result(visit, request)));
    } catch (RpcRefusal refusal) {
      return Said.ok(new RpcReply.Failure(refusal.fault()));
    }
  }

  private Map<String, Object> result(Visit visit, Request request) {
    var params = new Params(request.params());
    return switch (request.method()) {
      case "initialize" -> initialized(params);
      case "ping" -> Map.of();
      case "logging/setLevel" -> levelled(params);
      default ->
          offers
              .result(visit.by(), request.method(), params, RESOURCE_NOT_FOUND)
              .orElseThrow(() -> new RpcRefusal(Said.noMethod(request.method())));
    };
  }

  private Map<String, Object> initialized(Params params) {
    var wanted = params.text("protocolVersion");
    var capabilities = new LinkedHashMap<>(Offers.CAPABILITIES);
    capabilities.put("logging", Map.of());
    return Map.of(
        "protocolVersion",
        Versions.SESSION.contains(wanted) ? wanted : Versions.SESSION.getFirst(),
        "capabilities",
        capabilities,
        "serverInfo",
        server,
        "instructions",
        Offers.INSTRUCTIONS);
  }

  /** Any level will do: what there is to tell is in the ledger, and nothing is sent unasked. */
  private static Map<String, Object> levelled(Params params) {
    var level = params.text("level");
    if (!LEVELS.contains(level)) {
      throw RpcRefusal.invalid("'level' must be one of " + String.join(", ", LEVELS));
    }
    return Map.of();
  }
}
