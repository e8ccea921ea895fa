package dev.godmode.worker.driver;

import static dev.godmode.worker.driver.Lines.map;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * JSON-RPC 2.0 in lines.
 *
 * @param tellsVersion whether each message says its version, as it should; Codex's do not
 */
record Rpc(boolean tellsVersion) {

  /** Of the range for errors of one's own. */
  static final int REFUSED = -32_000;

  static final int NO_SUCH_METHOD = -32_601;

  String request(int id, String method, Map<String, ?> params) {
    return write(map("id", id, "method", method, "params", params));
  }

  String notice(String method) {
    return write(map("method", method));
  }

  String respond(JsonNode id, Object result) {
    return write(map("id", id, "result", result));
  }

  String refuse(JsonNode id, int code, String why) {
    return write(map("id", id, "error", map("code", code, "message", why)));
  }

  private String write(Map<String, Object> message) {
    var all = tellsVersion ? map("jsonrpc", "2.0") : map();
    all.putAll(message);
    return Lines.write(all);
  }
}
