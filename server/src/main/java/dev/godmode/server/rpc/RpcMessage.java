package dev.godmode.server.rpc;

import dev.godmode.protocol.json.Json;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One message of JSON-RPC 2.0.
 *
 * @see <a href="https://www.jsonrpc.org/specification">its specification</a>
 */
public sealed interface RpcMessage {

  /** Nobody names methods at length; an error repeats the name. */
  int METHOD_MAX_CHARS = 200;

  /** An id that is longer than this is no name for a request. */
  int ID_MAX_CHARS = 1_000;

  /**
   * A request, which is answered.
   *
   * @param id a text or a number
   */
  record Request(JsonNode id, String method, ObjectNode params) implements RpcMessage {}

  /** A request that nobody wants an answer to. */
  record Notice(String method, ObjectNode params) implements RpcMessage {}

  /** The other side's answer to something. */
  record Answer() implements RpcMessage {}

  /**
   * It is none.
   *
   * @param id of the request, where that much could be read, else null as the protocol has it
   */
  record Broken(JsonNode id, RpcFault fault) implements RpcMessage {}

  /** Reads one; whatever the bytes are, something comes of them. */
  static RpcMessage read(byte[] utf8) {
    try {
      var tree = TREES.readTree(utf8);
      return tree instanceof ObjectNode object
          ? of(object)
          : new Broken(NullNode.instance, new RpcFault(RpcFault.INVALID_REQUEST, noObject(tree)));
    } catch (JacksonException e) {
      var at = e.getLocation();
      return new Broken(
          NullNode.instance,
          new RpcFault(
              RpcFault.PARSE_ERROR,
              "the body is not JSON, line %d column %d: %s"
                  .formatted(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage())));
    }
  }

  ObjectReader TREES =
      Json.mapper().reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private static String noObject(JsonNode tree) {
    return tree.isArray()
        ? "one message at a time: this server takes no batches"
        : "a message is a JSON object with jsonrpc, method and, for an answer, id";
  }

  private static RpcMessage of(ObjectNode object) {
    var id = id(object);
    if (id.isEmpty()) {
      return broken(NullNode.instance, "'id' must be a text or a whole number");
    }
    if (!object.path("jsonrpc").asString("").equals("2.0")) {
      return broken(id.get(), "'jsonrpc' must be \"2.0\"");
    }
    var method = object.path("method");
    if (method.isMissingNode() && (object.has("result") || object.has("error"))) {
      return new Answer();
    }
    if (!method.isString() || method.stringValue().length() > METHOD_MAX_CHARS) {
      return broken(
          id.get(), "'method' must be a text of at most %d characters".formatted(METHOD_MAX_CHARS));
    }
    return of(object, id.get(), method.stringValue());
  }

  private static RpcMessage of(ObjectNode object, JsonNode id, String method) {
    var params = object.path("params");
    if (!params.isMissingNode() && !params.isObject()) {
      return new Broken(id, RpcFault.invalidParams("'params' must be an object"));
    }
    var given = params instanceof ObjectNode some ? some : Json.mapper().createObjectNode();
    return object.has("id") ? new Request(id, method, given) : new Notice(method, given);
  }

  /** Null where there is none; empty where it cannot be one. */
  private static Optional<JsonNode> id(ObjectNode object) {
    if (!object.has("id")) {
      return Optional.of(NullNode.instance);
    }
    return Optional.of(object.path("id"))
        .filter(
            id ->
                id.isIntegralNumber()
                    || (id.isString() && id.stringValue().length() <= ID_MAX_CHARS));
  }

  private static RpcMessage broken(JsonNode id, String why) {
    return new Broken(id, new RpcFault(RpcFault.INVALID_REQUEST, why));
  }
}
