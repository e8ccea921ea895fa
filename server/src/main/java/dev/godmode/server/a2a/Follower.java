package dev.godmode.server.a2a;

import dev.godmode.protocol.api.Approvals.OpenQuestion;
import dev.godmode.protocol.api.TaskDetail;
import dev.godmode.protocol.api.TaskView;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.SlowClients;
import dev.godmode.server.view.News;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Waits for tasks, and tells of them while they go on. */
final class Follower {

  /** Clients give up by themselves soon after. */
  private static final Duration WAIT_MAX = Duration.ofMinutes(4);

  private static final Duration STOP_MAX = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration PING_EVERY = Duration.ofSeconds(15);

  private final Operations operations;
  private final News tasks;
  private final SlowClients slow;

  Follower(Operations operations, News tasks, SlowClients slow) {
    this.operations = operations;
    this.tasks = tasks;
    this.slow = slow;
  }

  /** Nothing more comes of it by itself. */
  static boolean rests(TaskView task) {
    return task.state().isTerminal() || Stage.of(task.state()) == Stage.INPUT_REQUIRED;
  }

  /** The task as soon as it rests, or as it is when that takes too long. */
  TaskDetail settled(Call call, String id) {
    return awaited(call, id, Follower::rests, WAIT_MAX);
  }

  /** The same for its end: what runs of it is stopped, and that takes a moment. */
  TaskDetail ended(Call call, String id) {
    return awaited(call, id, task -> task.state().isTerminal(), STOP_MAX);
  }

  private TaskDetail awaited(Call call, String id, Predicate<TaskView> until, Duration within) {
    return tasks.following(
        News.of(id),
        news -> {
          var began = System.nanoTime();
          var detail = operations.detail(call.principal(), id);
          while (!until.test(detail.task()) && System.nanoTime() - began < within.toNanos()) {
            news.take(LOOK_EVERY);
            detail = operations.detail(call.principal(), id);
          }
          call.requireAdmitted();
          return detail;
        });
  }

  /**
   * Tells of a task until it is over.
   *
   * @param begun how it stands first
   * @param over when there is nothing more to tell
   * @param wrap how an event is written
   */
  void tell(
      Call call,
      TaskDetail begun,
      Predicate<TaskView> over,
      Function<Map<String, Object>, Object> wrap) {
    var id = begun.task().id().value();
    var _ =
        tasks.following(
            News.of(id),
            news -> {
              try (var events = call.events();
                  var _ = slow.watch(() -> false)) {
                events.ping();
                emit(events, wrap, "task", TaskShape.of(begun, Incoming.HISTORY_MAX));
                // It may have gone on before it was followed.
                var last = tell(events, wrap, begun, operations.detail(call.principal(), id));
                while (!over.test(last.task())) {
                  if (news.take(PING_EVERY).isEmpty()) {
                    events.ping();
                  }
                  last = tell(events, wrap, last, operations.detail(call.principal(), id));
                }
                return last;
              }
            });
  }

  /** What a status says. That the task was touched since is no news: its time is not in here. */
  private record Said(Stage stage, Optional<OpenQuestion> asks, String reason) {

    static Said of(TaskView task) {
      return new Said(Stage.of(task.state()), task.asks(), task.reason());
    }
  }

  private static TaskDetail tell(
      Call.Events events,
      Function<Map<String, Object>, Object> wrap,
      TaskDetail last,
      TaskDetail now) {
    if (Said.of(now.task()).equals(Said.of(last.task()))) {
      return last;
    }
    if (now.task().state().isTerminal()) {
      for (var artifact : TaskShape.artifacts(now)) {
        var update = about(now.task());
        update.put("artifact", artifact);
        update.put("lastChunk", true);
        emit(events, wrap, "artifactUpdate", update);
      }
    }
    var update = about(now.task());
    update.put("status", TaskShape.status(now.task()));
    emit(events, wrap, "statusUpdate", update);
    return now;
  }

  private static Map<String, Object> about(TaskView task) {
    var update = new LinkedHashMap<String, Object>();
    update.put("taskId", task.id().value());
    update.put("contextId", TaskShape.context(task));
    return update;
  }

  private static void emit(
      Call.Events events,
      Function<Map<String, Object>, Object> wrap,
      String what,
      Map<String, Object> value) {
    events.emit("message", wrap.apply(Map.of(what, value)));
  }
}
