package dev.godmode.fuzz;

import dev.godmode.server.a2a.A2aRefusal;
import dev.godmode.server.a2a.Incoming;
import dev.godmode.server.rpc.RpcMessage;

/** What another agent may send as a message of the A2A protocol: it is one, or it is refused. */
public final class AgentMessages {

  private AgentMessages() {}

  public static void fuzzerTestOneInput(byte[] body) {
    if (RpcMessage.read(body) instanceof RpcMessage.Request request) {
      try {
        Incoming.of(request.params());
      } catch (A2aRefusal e) {
        // Said with what is wrong.
      }
    }
  }
}
