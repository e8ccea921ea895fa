package dev.godmode.server.rpc;

import dev.godmode.protocol.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What is answered to a request: what it wanted, or what is wrong. */
public sealed interface RpcReply {

  record Result(Map<String, Object> result) implements RpcReply {}

  record Failure(RpcFault fault) implements RpcReply {}

  static RpcReply error(int code, String message) {
    return new Failure(new RpcFault(code, message));
  }

  /** The whole message. */
  default byte[] bytes(JsonNode id) {
    var message = new LinkedHashMap<String, Object>();
    message.put("jsonrpc", "2.0");
    message.put("id", id);
    switch (this) {
      case Result(var result) -> message.put("result", result);
      case Failure(var fault) -> message.put("error", fault.body());
    }
    return Json.mapper().writeValueAsBytes(message);
  }
}
