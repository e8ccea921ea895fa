package dev.godmode.server.a2a;

import dev.godmode.protocol.json.Json;
import dev.godmode.server.http.Call;
import dev.godmode.server.rpc.RpcMessage;
import io.helidon.http.Status;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** The protocol by HTTP and JSON: what is done stands in the path. */
final class RestDoor {

  private static final String JSON = "application/json";
  private static final String SUBSCRIBE = ":subscribe";
  private static final String CANCEL = ":cancel";

  private final Desk desk;

  RestDoor(Desk desk) {
    this.desk = desk;
  }

  void send(Call call) {
    answer(call, () -> desk.send(call, Incoming.of(body(call))));
  }

  void stream(Call call) {
    guarded(call, () -> desk.stream(call, Incoming.of(body(call)), RestDoor::plain));
  }

  void tasks(Call call) {
    answer(
        call,
        () ->
            desk.tasks(
                call,
                query(
                    call,
                    "contextId",
                    "status",
                    "pageSize",
                    "pageToken",
                    "historyLength",
                    "statusTimestampAfter",
                    "includeArtifacts")));
  }

  /** One task, or what follows it: the verb stands behind the id. */
  void task(Call call) {
    var id = call.path("id");
    if (id.endsWith(SUBSCRIBE)) {
      subscribe(call, id);
    } else {
      answer(call, () -> desk.task(call, id, query(call, "historyLength")));
    }
  }

  void change(Call call) {
    var id = call.path("id");
    if (id.endsWith(SUBSCRIBE)) {
      subscribe(call, id);
    } else {
      answer(call, () -> desk.cancel(call, cancelled(id)));
    }
  }

  private static String cancelled(String id) {
    if (!id.endsWith(CANCEL)) {
      throw new A2aRefusal(
          Fault.UNSUPPORTED_OPERATION, "a task takes POST for :cancel and :subscribe");
    }
    return id.substring(0, id.length() - CANCEL.length());
  }

  private void subscribe(Call call, String id) {
    guarded(
        call,
        () ->
            desk.subscribe(
                call, id.substring(0, id.length() - SUBSCRIBE.length()), RestDoor::plain));
  }

  void card(Call call) {
    answer(call, () -> desk.card(call));
  }

  void push(Call call) {
    guarded(
        call,
        () -> {
          throw new A2aRefusal(Fault.PUSH_NOTIFICATION_NOT_SUPPORTED, RpcDoor.NO_PUSH);
        });
  }

  private static Object plain(Map<String, Object> event) {
    return event;
  }

  private static ObjectNode body(Call call) {
    try {
      if (RpcMessage.TREES.readTree(call.bytes()) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw A2aRefusal.invalid("the body is not JSON: " + e.getOriginalMessage());
    }
    throw A2aRefusal.invalid("the body must be an object");
  }

  /** A query has words only; numbers and switches are read from them. */
  private static Fields query(Call call, String... names) {
    var fields = Fields.none();
    for (var name : names) {
      call.query(name)
          .ifPresent(
              word -> {
                switch (name) {
                  case "pageSize", "historyLength" ->
                      fields
                          .tree()
                          .put(name, word.matches("\\d{1,6}") ? Integer.parseInt(word) : -1);
                  case "includeArtifacts" -> fields.tree().put(name, word.equals("true"));
                  default -> fields.tree().put(name, word);
                }
              });
    }
    return fields;
  }

  private static void answer(Call call, Supplier<Map<String, Object>> work) {
    guarded(call, () -> call.send(JSON, Json.mapper().writeValueAsBytes(work.get())));
  }

  private static void guarded(Call call, Runnable work) {
    try {
      Desk.requireVersion(call);
      work.run();
    } catch (A2aRefusal refusal) {
      call.fail(Status.create(refusal.fault().status()));
      call.send(JSON, Json.mapper().writeValueAsBytes(refusal.fault().body(refusal.words())));
    }
  }
}
