package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.control.projection.Tables;
import dev.godmode.control.projection.Tables.TaskQuery;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Fleet;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.api.Explanation;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.Submit;
import dev.godmode.protocol.api.Requests.Submitted;
import dev.godmode.protocol.api.Requests.TaskPage;
import dev.godmode.protocol.api.TaskDetail;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.view.TaskFinder;
import dev.godmode.server.view.TaskViews;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Submitting tasks, looking at them, and steering them. */
public final class TaskRoutes {

  private static final String TASKS = "/api/v1/tasks";
  private static final String TASK = TASKS + "/{id}";
  private static final int PAGE_USUAL = 100;
  private static final int PAGE_MAX = 1_000;
  private static final Because NOT_SAID = new Because(Optional.empty());

  private final Orders orders;
  private final Tables tables;
  private final TaskFinder finder;
  private final Submission submission;
  private final OwnTasks own;

  public TaskRoutes(Orders orders, Tables tables, TaskFinder finder, Submission submission) {
    this.orders = orders;
    this.tables = tables;
    this.finder = finder;
    this.submission = submission;
    this.own = new OwnTasks(finder);
  }

  public List<Route> routes() {
    return List.of(
        Route.post(TASKS, "Submit tasks: all or none are taken")
            .needsOwn(Scope.TASKS_SUBMIT)
            .header("Idempotency-Key", "the same key and body again: the same answer, done once")
            .takes(Submit.class)
            .creates(Submitted.class, submission::submit),
        Route.get(TASKS, "Tasks, newest first")
            .needs(Scope.TASKS_READ)
            .query("state", String.class, "states, separated by commas")
            .query("agent", String.class, "the agent's type")
            .query("stream", String.class, "the line of work")
            .query("q", String.class, "text in the name or goal")
            .query("cursor", String.class, "next of the page before")
            .query("limit", int.class, "at most so many, up to " + PAGE_MAX)
            .answers(TaskPage.class, this::list),
        Route.get(TASK, "All about a task; the id may be a unique beginning or a roadmap key")
            .needsOwn(Scope.TASKS_READ)
            .answers(TaskDetail.class, call -> finder.detail(id(call))),
        Route.get(TASK + "/why", "Why it is where it is, and what would have to change")
            .needsOwn(Scope.TASKS_READ)
            .answers(Explanation.class, this::why),
        steer(
            Scope.TASKS_STEER,
            "cancel",
            "Cancel it; what runs is stopped",
            "“%s” is cancelled",
            Command.CancelTask::new),
        steer(
            Scope.TASKS_APPROVE,
            "approve",
            "Say yes to a task that waits for a person",
            "“%s” may go on",
            Command.ApproveTask::new),
        steer(
            Scope.TASKS_STEER,
            "hold",
            "Keep it pending until it is released",
            "“%s” is held",
            Command.HoldTask::new),
        steer(
            Scope.TASKS_STEER,
            "release",
            "Let a held task go on",
            "“%s” is released",
            (id, _) -> new Command.ReleaseTask(id)),
        Route.post(TASK + "/retry", "Try it again: at once, or afresh when it has ended")
            .needs(Scope.TASKS_STEER)
            .takes(Because.class)
            .answers(Done.class, this::retry));
  }

  private Route steer(
      Scope scope,
      String verb,
      String summary,
      String done,
      BiFunction<TaskId, String, Command> command) {
    return Route.post(TASK + "/" + verb, summary)
        .needs(scope)
        .takes(Because.class)
        .answers(
            Done.class,
            call -> {
              var id = id(call);
              var reason = call.bodyOr(Because.class, NOT_SAID).reason();
              var task = requireLive(id);
              orders.carryOut(
                  call.cause(), command.apply(id, reason.orElse(verb + " by " + call.by())));
              return new Done(done.formatted(task.spec().name()));
            });
  }

  private TaskId id(Call call) {
    return own.id(call, call.path("id"));
  }

  /** The kernel may have let go of an ended task; the tables tell more than "not found". */
  private Task requireLive(TaskId id) {
    var task = finder.task(id);
    if (task.state().isTerminal()) {
      throw Refusal.conflict("task %s has ended: %s".formatted(id, name(task.state())));
    }
    return task;
  }

  private Done retry(Call call) {
    var task = finder.task(id(call));
    orders.carryOut(
        call.cause(),
        new Command.RetryTask(
            task.id(), task.spec(), task.attemptsMade(), finder.ended(task.spec().after())));
    return new Done("“%s” is tried again".formatted(task.spec().name()));
  }

  private TaskPage list(Call call) {
    var limit = (int) call.number("limit", PAGE_USUAL, 1, PAGE_MAX);
    var query =
        new TaskQuery(
            call.query("state").map(TaskRoutes::states).orElse(Set.of()),
            call.query("agent"),
            call.query("stream"),
            call.query("q"),
            call.query("cursor").map(TaskId::new),
            limit);
    orders.awaitTables();
    var tasks = tables.list(query);
    Fleet fleet = orders.read(Kernel::fleet).join();
    return new TaskPage(
        tasks.stream().map(task -> TaskViews.of(task, fleet)).toList(),
        tasks.size() < limit ? Optional.empty() : Optional.of(tasks.getLast().id().value()));
  }

  private static Set<TaskState> states(String words) {
    return Arrays.stream(words.split(",", -1))
        .map(TaskRoutes::state)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static TaskState state(String word) {
    return Arrays.stream(TaskState.values())
        .filter(state -> name(state).equals(word.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> noState(word));
  }

  private static Refusal noState(String word) {
    var known = Arrays.stream(TaskState.values()).map(TaskRoutes::name).toList();
    return Refusal.invalid(
        "there is no state '%s'%s; states are %s"
            .formatted(word, Spelling.hint(word, known), String.join(", ", known)));
  }

  private static String name(TaskState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private Explanation why(Call call) {
    var id = id(call);
    return orders
        .read(kernel -> kernel.explain(id))
        .join()
        .orElseGet(
            () -> {
              var ended = finder.task(id);
              return Explanation.said(
                  name(ended.state()) + ": it has ended", "gm task retry " + id);
            });
  }
}
