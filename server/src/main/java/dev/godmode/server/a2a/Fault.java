package dev.godmode.server.a2a;

import dev.godmode.protocol.api.Requests.Problem;
import dev.godmode.server.rpc.RpcFault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What can be wrong, as both bindings of the protocol say it.
 *
 * @see <a href="https://a2a-protocol.org/v1.0.0/specification/#54-error-code-mappings">its
 *     table</a>
 */
enum Fault {
  TASK_NOT_FOUND(-32_001, 404, "NOT_FOUND", true),
  TASK_NOT_CANCELABLE(-32_002, 400, "FAILED_PRECONDITION", true),
  PUSH_NOTIFICATION_NOT_SUPPORTED(-32_003, 400, "FAILED_PRECONDITION", true),
  UNSUPPORTED_OPERATION(-32_004, 400, "FAILED_PRECONDITION", true),
  CONTENT_TYPE_NOT_SUPPORTED(-32_005, 400, "INVALID_ARGUMENT", true),
  VERSION_NOT_SUPPORTED(-32_009, 400, "FAILED_PRECONDITION", true),
  UNSUPPORTED_METHOD(RpcFault.METHOD_NOT_FOUND, 404, "UNIMPLEMENTED", false),
  INVALID(RpcFault.INVALID_PARAMS, 400, "INVALID_ARGUMENT", false),
  FORBIDDEN(RpcFault.INVALID_REQUEST, 403, "PERMISSION_DENIED", false),
  BUSY(RpcFault.INTERNAL, 503, "UNAVAILABLE", false),
  INTERNAL(RpcFault.INTERNAL, 500, "INTERNAL", false);

  private final int code;
  private final int status;
  private final String word;
  private final boolean ofProtocol;

  Fault(int code, int status, String word, boolean ofProtocol) {
    this.code = code;
    this.status = status;
    this.word = word;
    this.ofProtocol = ofProtocol;
  }

  /**
   * What a route's problem is here.
   *
   * @param conflict what it is when the task stands in the way
   */
  static Fault of(Problem problem, Fault conflict) {
    return switch (problem.status()) {
      case 403 -> FORBIDDEN;
      case 404 -> TASK_NOT_FOUND;
      case 409 -> conflict;
      case 429, 503 -> BUSY;
      case 500 -> INTERNAL;
      default -> INVALID;
    };
  }

  /** In HTTP. */
  int status() {
    return status;
  }

  /** In JSON-RPC. */
  RpcFault rpc(String words) {
    return new RpcFault(code, words).with(details());
  }

  /** In HTTP and JSON. */
  Map<String, Object> body(String words) {
    var error = new LinkedHashMap<String, Object>();
    error.put("code", status);
    error.put("status", word);
    error.put("message", words);
    error.put("details", details());
    return Map.of("error", error);
  }

  private List<Map<String, Object>> details() {
    return List.of(
        Map.of(
            "@type",
            "type.googleapis.com/google.rpc.ErrorInfo",
            "reason",
            name(),
            "domain",
            ofProtocol ? "a2a-protocol.org" : "godmode"));
  }
}
