package dev.godmode.server.a2a;

import dev.godmode.protocol.api.Approvals.OpenQuestion;
import dev.godmode.protocol.api.Requests.TaskPage;
import dev.godmode.protocol.api.TaskDetail;
import dev.godmode.protocol.api.TaskView;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.task.Question;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.RouteCaller;
import dev.godmode.server.http.RouteCaller.Asked;
import dev.godmode.server.http.RouteCaller.Outcome;
import dev.godmode.server.identity.Principal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What the protocol's operations do: each of them is a route, asked in the caller's name. */
final class Operations {

  private static final int NAME_MAX_CHARS = 80;
  private static final int PAGE_USUAL = 50;
  private static final int PAGE_MAX = 100;

  /** So far tasks are counted. */
  private static final int COUNTED_MAX = 1_000;

  private static final String TASKS = "/api/v1/tasks";
  private static final String TASK = TASKS + "/{id}";

  private final RouteCaller caller;
  private final Map<String, Route> routes;

  /**
   * Operations on these routes.
   *
   * @throws IllegalArgumentException when one of them is not there
   */
  Operations(RouteCaller caller, List<Route> routes) {
    this.caller = caller;
    this.routes = routes.stream().collect(Collectors.toMap(Route::name, Function.identity()));
    List.of(
            "POST " + TASKS,
            "GET " + TASKS,
            "GET " + TASK,
            "POST " + TASK + "/cancel",
            "POST " + TASK + "/answer",
            "POST " + TASK + "/approve",
            "GET /api/v1/agents")
        .forEach(this::route);
  }

  private Route route(String name) {
    return Optional.ofNullable(routes.get(name))
        .orElseThrow(() -> new IllegalArgumentException("A2A needs the route " + name));
  }

  private String ask(Principal by, String route, Asked asked, Fault conflict) {
    return switch (caller.call(route(route), by, asked)) {
      case Outcome.Answered(_, var text) -> text;
      case Outcome.Failed(var problem) ->
          throw new A2aRefusal(Fault.of(problem, conflict), problem.detail());
    };
  }

  private static Asked about(String task, String body) {
    return new Asked(Map.of("id", task), Map.of(), Map.of(), body);
  }

  /** A message begins a task, or answers what one asks; the id of that task. */
  String send(Principal by, Incoming message) {
    return message.task().isPresent()
        ? answer(by, message.task().get(), message)
        : submit(by, message);
  }

  private String submit(Principal by, Incoming message) {
    var task = message.data().deepCopy();
    if (!task.has("goal") && !message.text().isEmpty()) {
      task.put("goal", message.text());
    }
    if (!task.has("name")) {
      task.put("name", name(message));
    }
    message.context().ifPresent(context -> task.put("stream", context));
    var body = Json.mapper().createObjectNode();
    body.putArray("tasks").add(task);
    var text =
        ask(
            by,
            "POST " + TASKS,
            new Asked(
                Map.of(),
                Map.of(),
                Map.of("Idempotency-Key", "a2a:" + message.id()),
                Json.write(body)),
            Fault.INVALID);
    return Json.tree(text).path("tasks").path(0).asString("");
  }

  private static String name(Incoming message) {
    var line = message.text().lines().findFirst().orElse("").strip();
    if (line.isEmpty()) {
      return message.id();
    }
    return line.length() <= NAME_MAX_CHARS ? line : line.substring(0, NAME_MAX_CHARS - 1) + "…";
  }

  private String answer(Principal by, String id, Incoming message) {
    var task = detail(by, id).task();
    if (message.context().filter(context -> !context.equals(TaskShape.context(task))).isPresent()) {
      throw A2aRefusal.invalid("the task is of another context: " + TaskShape.context(task));
    }
    if (Stage.of(task.state()) != Stage.INPUT_REQUIRED) {
      throw new A2aRefusal(
          Fault.UNSUPPORTED_OPERATION,
          task.state().isTerminal()
              ? "this task has ended: send a message without taskId to begin another"
              : "this task asks nothing now, and takes no messages while it works");
    }
    if (task.asks().isEmpty()) {
      return approve(by, task, message);
    }
    var body = answer(task.asks().get(), message);
    ask(by, "POST " + TASK + "/answer", about(id, Json.write(body)), Fault.UNSUPPORTED_OPERATION);
    return task.id().value();
  }

  private String approve(Principal by, TaskView task, Incoming message) {
    if (!message.data().path("approve").asBoolean(false)) {
      throw A2aRefusal.invalid(
          "this task waits for a yes of a person: send a data part {\"approve\": true}");
    }
    var id = task.id().value();
    ask(by, "POST " + TASK + "/approve", about(id, ""), Fault.UNSUPPORTED_OPERATION);
    return id;
  }

  /** A yes is for exactly what was shown, so it has to say what that was. */
  private static ObjectNode answer(OpenQuestion asks, Incoming message) {
    var body = Json.mapper().createObjectNode().put("question", asks.question().id());
    var data = message.data();
    if (!message.text().isEmpty()) {
      body.put("text", message.text());
    }
    if (asks.question().kind() == Question.Kind.CHOICE) {
      return body.put("payload", asks.payload());
    }
    if (!data.path("allow").isBoolean() || !data.path("payload").isString()) {
      throw A2aRefusal.invalid(
          "this is a permission: send a data part {\"allow\": true or false, \"payload\": \"…\"}"
              + " with the payload that was shown");
    }
    return body.put("allow", data.path("allow").booleanValue())
        .put("payload", data.path("payload").stringValue());
  }

  /** All about a task. */
  TaskDetail detail(Principal by, String id) {
    return Json.read(
        TaskDetail.class,
        ask(by, "GET " + TASK, Asked.of(Map.of("id", id), Map.of()), Fault.INVALID));
  }

  void cancel(Principal by, String id) {
    ask(by, "POST " + TASK + "/cancel", about(id, ""), Fault.TASK_NOT_CANCELABLE);
  }

  /** Tasks, newest first. */
  Map<String, Object> list(Principal by, Fields wish) {
    var size = wish.number("pageSize", PAGE_USUAL, 1, PAGE_MAX);
    var query = new HashMap<String, String>();
    wish.text("contextId").ifPresent(context -> query.put("stream", context));
    var stage = wish.text("status").map(Operations::stage);
    if (stage.filter(asked -> asked.states().isEmpty()).isPresent()) {
      return page(List.of(), "", size, 0);
    }
    stage.ifPresent(asked -> query.put("state", asked.states()));
    query.put("limit", String.valueOf(size));
    wish.text("pageToken").ifPresent(token -> query.put("cursor", token));
    var found = tasks(by, query);
    var isAll = wish.text("pageToken").isEmpty() && found.next().isEmpty();
    return page(
        shapes(by, found.items(), wish),
        found.next().orElse(""),
        size,
        isAll ? found.items().size() : counted(by, query));
  }

  /** How many there are on all pages, as far as they are counted. */
  private int counted(Principal by, Map<String, String> query) {
    var all = new HashMap<>(query);
    all.remove("cursor");
    all.put("limit", String.valueOf(COUNTED_MAX));
    return tasks(by, all).items().size();
  }

  private static Stage stage(String word) {
    return Stage.of(word)
        .orElseThrow(
            () -> A2aRefusal.invalid("'status' is a state of the protocol: TASK_STATE_WORKING"));
  }

  private TaskPage tasks(Principal by, Map<String, String> query) {
    return Json.read(
        TaskPage.class, ask(by, "GET " + TASKS, Asked.of(Map.of(), query), Fault.INVALID));
  }

  private List<Map<String, Object>> shapes(Principal by, List<TaskView> tasks, Fields wish) {
    var since = wish.text("statusTimestampAfter").map(Operations::time);
    var history = wish.number("historyLength", 0, 0, Incoming.HISTORY_MAX);
    var whole = wish.yes("includeArtifacts");
    var shapes = new ArrayList<Map<String, Object>>();
    for (var task : tasks) {
      if (since.isEmpty() || !task.updatedAt().isBefore(since.get())) {
        shapes.add(shape(by, task, whole, history));
      }
    }
    return shapes;
  }

  private Map<String, Object> shape(Principal by, TaskView task, boolean whole, int history) {
    if (!whole && history == 0) {
      return TaskShape.of(task);
    }
    var shape = TaskShape.of(detail(by, task.id().value()), history);
    if (!whole) {
      shape.remove("artifacts");
    }
    return shape;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw A2aRefusal.invalid("'statusTimestampAfter' must be a time like 2026-11-24T10:00:00Z");
    }
  }

  private static Map<String, Object> page(
      List<Map<String, Object>> tasks, String next, int size, int total) {
    var page = new LinkedHashMap<String, Object>();
    page.put("tasks", tasks);
    page.put("nextPageToken", next);
    page.put("pageSize", size);
    page.put("totalSize", total);
    return page;
  }

  /** The types of agents that somebody may see; none where they may see none. */
  List<String> agents(Principal by) {
    var agents = route("GET /api/v1/agents");
    if (!RouteCaller.admits(agents, by)) {
      return List.of();
    }
    return switch (caller.call(agents, by, Asked.of(Map.of(), Map.of()))) {
      case Outcome.Failed _ -> List.of();
      case Outcome.Answered(_, var text) ->
          Json.tree(text).valueStream().map(one -> one.path("type").asString("")).toList();
    };
  }
}
