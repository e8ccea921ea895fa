package dev.godmode.server.rpc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An error as JSON-RPC says it.
 *
 * @param code the protocol's number for it
 * @param message what is wrong and what to do
 * @param data for programs
 */
public record RpcFault(int code, String message, Optional<Object> data) {

  public static final int PARSE_ERROR = -32_700;
  public static final int INVALID_REQUEST = -32_600;
  public static final int METHOD_NOT_FOUND = -32_601;
  public static final int INVALID_PARAMS = -32_602;
  public static final int INTERNAL = -32_603;

  public RpcFault(int code, String message) {
    this(code, message, Optional.empty());
  }

  public static RpcFault invalidParams(String message) {
    return new RpcFault(INVALID_PARAMS, message);
  }

  public RpcFault with(Object more) {
    return new RpcFault(code, message, Optional.of(more));
  }

  /** Its {@code error} member. */
  public Map<String, Object> body() {
    var body = new LinkedHashMap<String, Object>();
    body.put("code", code);
    body.put("message", message);
    data.ifPresent(more -> body.put("data", more));
    return body;
  }
}
