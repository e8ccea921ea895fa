package dev.godmode.fuzz;

import dev.godmode.server.rpc.RpcMessage;
import dev.godmode.server.rpc.RpcReply;

/** What an agent's program may send as a message of JSON-RPC: whatever it is, it can be answered. */
public final class RpcMessages {

  private RpcMessages() {}

  public static void fuzzerTestOneInput(byte[] body) {
    switch (RpcMessage.read(body)) {
      case RpcMessage.Broken(var id, var fault) -> new RpcReply.Failure(fault).bytes(id);
      case RpcMessage.Request request -> RpcReply.error(0, request.method()).bytes(request.id());
      case RpcMessage.Notice _, RpcMessage.Answer _ -> {
        // Nobody wants an answer.
      }
    }
  }
}
