package dev.godmode.server.a2a;

import dev.godmode.server.http.Call;
import dev.godmode.server.rpc.RpcFault;
import dev.godmode.server.rpc.RpcMessage;
import dev.godmode.server.rpc.RpcMessage.Request;
import dev.godmode.server.rpc.RpcReply;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** The protocol by JSON-RPC: one message a request, answered by one message or by many. */
final class RpcDoor {

  static final String NO_PUSH = "nothing is pushed from here: follow the task's stream";

  private static final String JSON = "application/json";

  private final Desk desk;

  RpcDoor(Desk desk) {
    this.desk = desk;
  }

  void message(Call call) {
    switch (RpcMessage.read(call.bytes())) {
      case RpcMessage.Broken(var id, var fault) -> send(call, new RpcReply.Failure(fault), id);
      case RpcMessage.Notice _, RpcMessage.Answer _ ->
          send(
              call,
              RpcReply.error(
                  RpcFault.INVALID_REQUEST, "'id' is missing: every request is answered"),
              NullNode.instance);
      case Request request -> answer(call, request);
    }
  }

  private void answer(Call call, Request request) {
    try {
      Desk.requireVersion(call);
      if (!streams(call, request)) {
        send(call, new RpcReply.Result(result(call, request)), request.id());
      }
    } catch (A2aRefusal refusal) {
      send(call, new RpcReply.Failure(refusal.fault().rpc(refusal.words())), request.id());
    }
  }

  private boolean streams(Call call, Request request) {
    switch (request.method()) {
      case "SendStreamingMessage" ->
          desk.stream(call, Incoming.of(request.params()), event -> event(request.id(), event));
      case "SubscribeToTask" ->
          desk.subscribe(call, id(request), event -> event(request.id(), event));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Object> event(JsonNode id, Map<String, Object> event) {
    var message = new LinkedHashMap<String, Object>();
    message.put("jsonrpc", "2.0");
    message.put("id", id);
    message.put("result", event);
    return message;
  }

  private Map<String, Object> result(Call call, Request request) {
    var params = new Fields(request.params());
    return switch (request.method()) {
      case "SendMessage" -> desk.send(call, Incoming.of(request.params()));
      case "GetTask" -> desk.task(call, id(request), params);
      case "ListTasks" -> desk.tasks(call, params);
      case "CancelTask" -> desk.cancel(call, id(request));
      case "GetExtendedAgentCard" -> desk.card(call);
      case "CreateTaskPushNotificationConfig",
          "GetTaskPushNotificationConfig",
          "ListTaskPushNotificationConfigs",
          "DeleteTaskPushNotificationConfig" ->
          throw new A2aRefusal(Fault.PUSH_NOTIFICATION_NOT_SUPPORTED, NO_PUSH);
      default ->
          throw new A2aRefusal(Fault.UNSUPPORTED_METHOD, "there is no method " + request.method());
    };
  }

  private static String id(Request request) {
    return new Fields(request.params()).needed("id");
  }

  private static void send(Call call, RpcReply reply, JsonNode id) {
    call.send(JSON, reply.bytes(id));
  }
}
