package dev.godmode.server.a2a;

import dev.godmode.server.http.Call;
import java.util.Map;
import java.util.function.Function;

/** What both bindings of the protocol answer, each in its own envelope. */
final class Desk {

  private static final String VERSION = "A2A-Version";

  private final Operations operations;
  private final Follower follower;
  private final AgentCard card;

  Desk(Operations operations, Follower follower, AgentCard card) {
    this.operations = operations;
    this.follower = follower;
    this.card = card;
  }

  /** Who says no version speaks 0.3, as the protocol has it, and that is another language. */
  static void requireVersion(Call call) {
    var version = call.header(VERSION).or(() -> call.query(VERSION)).orElse("0.3").strip();
    if (!version.equals(AgentCard.PROTOCOL) && !version.startsWith(AgentCard.PROTOCOL + ".")) {
      throw new A2aRefusal(
          Fault.VERSION_NOT_SUPPORTED,
          "the header A2A-Version must say %s: no other version is spoken here"
              .formatted(AgentCard.PROTOCOL));
    }
  }

  Map<String, Object> send(Call call, Incoming message) {
    var id = operations.send(call.principal(), message);
    var detail =
        message.atOnce() ? operations.detail(call.principal(), id) : follower.settled(call, id);
    return Map.of("task", TaskShape.of(detail, message.history()));
  }

  void stream(Call call, Incoming message, Function<Map<String, Object>, Object> wrap) {
    var id = operations.send(call.principal(), message);
    follower.tell(call, operations.detail(call.principal(), id), Follower::rests, wrap);
  }

  /** Who follows a task hears of it over its questions, too. */
  void subscribe(Call call, String id, Function<Map<String, Object>, Object> wrap) {
    var detail = operations.detail(call.principal(), id);
    if (detail.task().state().isTerminal()) {
      throw new A2aRefusal(
          Fault.UNSUPPORTED_OPERATION, "this task has ended: there is nothing to follow");
    }
    follower.tell(call, detail, task -> task.state().isTerminal(), wrap);
  }

  Map<String, Object> task(Call call, String id, Fields wish) {
    var history = wish.number("historyLength", Incoming.HISTORY_MAX, 0, Incoming.HISTORY_MAX);
    return TaskShape.of(operations.detail(call.principal(), id), history);
  }

  Map<String, Object> tasks(Call call, Fields wish) {
    return operations.list(call.principal(), wish);
  }

  Map<String, Object> cancel(Call call, String id) {
    operations.cancel(call.principal(), id);
    return TaskShape.of(follower.ended(call, id), Incoming.HISTORY_MAX);
  }

  Map<String, Object> card(Call call) {
    return card.shownTo(call, operations.agents(call.principal()));
  }
}
