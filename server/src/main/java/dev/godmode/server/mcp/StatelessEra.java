package dev.godmode.server.mcp;

import dev.godmode.server.rpc.Params;
import dev.godmode.server.rpc.RpcFault;
import dev.godmode.server.rpc.RpcMessage.Request;
import dev.godmode.server.rpc.RpcRefusal;
import dev.godmode.server.rpc.RpcReply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * The protocol since 2026-07-28: each request says by itself which version it is of and what its
 * client can do, and repeats in headers what whoever passes it on must know.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28">its specification</a>
 */
final class StatelessEra {

  private static final int HEADER_MISMATCH = -32_020;
  private static final int UNSUPPORTED_VERSION = -32_022;

  private static final String PREFIX = "io.modelcontextprotocol/";
  private static final String VERSION = PREFIX + "protocolVersion";
  private static final String CLIENT_CAPABILITIES = PREFIX + "clientCapabilities";
  private static final String SERVER = PREFIX + "serverInfo";
  private static final String META = "_meta";
  private static final String DISCOVER = "server/discover";

  /** What somebody may see may change at any time: with their role, or with the fleet. */
  private static final Set<String> CACHEABLE =
      Set.of(
          DISCOVER,
          "tools/list",
          "prompts/list",
          "resources/list",
          "resources/templates/list",
          "resources/read");

  /** What is no plain text of a header travels so. */
  private static final Pattern ENCODED = Pattern.compile("=\\?base64\\?([A-Za-z0-9+/=]*)\\?=");

  private final Offers offers;
  private final Map<String, Object> server;

  /**
   * Its side of a control.
   *
   * @param server how it names itself
   */
  StatelessEra(Offers offers, Map<String, Object> server) {
    this.offers = offers;
    this.server = server;
  }

  /** Whether a request is of this era. */
  static boolean isSpokenIn(Visit visit, Request request) {
    return request.method().equals(DISCOVER)
        || request.params().path(META).has(VERSION)
        || visit.version().filter(Versions.STATELESS::contains).isPresent();
  }

  static RpcFault unsupported(String version) {
    return new RpcFault(
            UNSUPPORTED_VERSION,
            "this version is not spoken here; these are: " + String.join(", ", Versions.ALL))
        .with(Map.of("supported", Versions.ALL, "requested", version));
  }

  Said answer(Visit visit, Request request) {
    try {
      var params = new Params(request.params());
      var meta = new Params(params.object(META));
      var version = meta.text(VERSION);
      if (meta.optionalObject(CLIENT_CAPABILITIES).isEmpty()) {
        throw RpcRefusal.invalid(
            "'%s.%s' is missing: an object".formatted(META, CLIENT_CAPABILITIES));
      }
      var mismatch = mismatch(visit, request, version);
      if (mismatch.isPresent()) {
        return Said.bad(new RpcFault(HEADER_MISMATCH, mismatch.get()));
      }
      return Versions.STATELESS.contains(version)
          ? carriedOut(visit, request, params)
          : Said.bad(unsupported(version));
    } catch (RpcRefusal refusal) {
      return Said.bad(refusal.fault());
    }
  }

  private static Optional<String> mismatch(Visit visit, Request request, String version) {
    if (!visit.version().equals(Optional.of(version))) {
      return Optional.of("the header MCP-Protocol-Version must say what _meta says: " + version);
    }
    if (!visit.method().map(String::strip).equals(Optional.of(request.method()))) {
      return Optional.of(
          "the header Mcp-Method must say what the message says: " + request.method());
    }
    var name = name(request.method(), request.params());
    return name.isPresent()
            && !visit.name().map(String::strip).map(StatelessEra::decoded).equals(name)
        ? Optional.of("the header Mcp-Name must say what the message asks for")
        : Optional.empty();
  }

  /** What a request is about, where one of its headers must say it too. */
  private static Optional<String> name(String method, ObjectNode params) {
    var field =
        switch (method) {
          case "tools/call", "prompts/get" -> "name";
          case "resources/read" -> "uri";
          default -> "";
        };
    return Optional.of(params.path(field))
        .filter(value -> value.isString())
        .map(value -> value.stringValue());
  }

  private static String decoded(String header) {
    var encoded = ENCODED.matcher(header);
    if (!encoded.matches()) {
      return header;
    }
    try {
      return new String(Base64.getDecoder().decode(encoded.group(1)), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return header;
    }
  }

  private Said carriedOut(Visit visit, Request request, Params params) {
    var method = request.method();
    try {
      var result =
          method.equals(DISCOVER)
              ? Optional.of(discovered())
              : offers.result(visit.by(), method, params, RpcFault.INVALID_PARAMS);
      return result
          .map(found -> Said.ok(new RpcReply.Result(whole(method, found))))
          .orElseGet(() -> new Said(Said.NOT_FOUND, new RpcReply.Failure(Said.noMethod(method))));
    } catch (RpcRefusal refusal) {
      return Said.ok(new RpcReply.Failure(refusal.fault()));
    }
  }

  private Map<String, Object> discovered() {
    return Map.of(
        "supportedVersions",
        Versions.ALL,
        "capabilities",
        Offers.CAPABILITIES,
        "instructions",
        Offers.INSTRUCTIONS);
  }

  private Map<String, Object> whole(String method, Map<String, Object> found) {
    var result = new LinkedHashMap<String, Object>(found);
    result.put("resultType", "complete");
    if (CACHEABLE.contains(method)) {
      result.put("ttlMs", 0);
      result.put("cacheScope", "private");
    }
    result.put(META, Map.of(SERVER, server));
    return result;
  }
}
