package dev.godmode.server.mcp;

import dev.godmode.server.rpc.RpcFault;
import dev.godmode.server.rpc.RpcReply;

/**
 * An answer, and the status of HTTP that goes with it.
 *
 * @param status 200 where the message was understood, whatever came of it
 */
record Said(int status, RpcReply reply) {

  static final int OK = 200;
  static final int BAD_REQUEST = 400;
  static final int NOT_FOUND = 404;

  static Said ok(RpcReply reply) {
    return new Said(OK, reply);
  }

  static Said bad(RpcFault fault) {
    return new Said(BAD_REQUEST, new RpcReply.Failure(fault));
  }

  /** There is no such method. */
  static RpcFault noMethod(String method) {
    return new RpcFault(
        RpcFault.METHOD_NOT_FOUND, "there is no method '%s' in this version".formatted(method));
  }
}
