package dev.godmode.server.view;

import dev.godmode.control.engine.Engine;
import dev.godmode.control.projection.Tables;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.api.LedgerLine;
import dev.godmode.protocol.api.TaskDetail;
import dev.godmode.protocol.api.TaskDetail.StateVisit;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.task.EndedDependency;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.trace.TraceContext;
import dev.godmode.server.http.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds tasks, live or ended, by what people call them. */
public final class TaskFinder {

  private static final int STORY_MAX = 200;
  private static final int SHOWN_IF_AMBIGUOUS = 5;

  private final Engine engine;
  private final Tables tables;
  private final Ledger ledger;

  public TaskFinder(Engine engine, Tables tables, Ledger ledger) {
    this.engine = engine;
    this.tables = tables;
    this.ledger = ledger;
  }

  /** The id of a task by its id, a unique beginning of it, its roadmap key or its name. */
  public TaskId id(String words) {
    var wanted = words.startsWith("#") ? words.substring(1) : words;
    if (wanted.isBlank() || wanted.length() > TaskId.MAX_LENGTH) {
      throw Refusal.notFound("there is no task '%s'".formatted(words));
    }
    var exact = new TaskId(wanted);
    if (engine.read(kernel -> kernel.task(exact).isPresent()).join()) {
      return exact;
    }
    engine.awaitTables();
    var found = tables.find(wanted, SHOWN_IF_AMBIGUOUS);
    if (found.isEmpty()) {
      throw Refusal.notFound("there is no task '%s'; 'gm tasks --all' lists them".formatted(words));
    }
    if (found.size() > 1 && isBeginning(wanted, found)) {
      throw Refusal.invalid(
          "'%s' could be %s: give more of the id"
              .formatted(words, String.join(", ", found.stream().map(TaskId::value).toList())));
    }
    return found.getFirst();
  }

  private static boolean isBeginning(String wanted, List<TaskId> found) {
    return found.stream().filter(id -> id.value().startsWith(wanted)).count() > 1
        && found.stream().allMatch(id -> id.value().startsWith(wanted));
  }

  /** The task as it is now: from the kernel while it lives, else from the tables. */
  public Task task(TaskId id) {
    return find(id).orElseThrow(() -> Refusal.notFound("there is no task '%s'".formatted(id)));
  }

  /** The same; empty when there is none. */
  public Optional<Task> find(TaskId id) {
    var live = engine.read(kernel -> kernel.task(id)).join();
    if (live.isPresent()) {
      return live;
    }
    engine.awaitTables();
    return tables.task(id);
  }

  /** Those of a task's dependencies that have ended and left the kernel. */
  public List<EndedDependency> ended(Set<TaskId> after) {
    if (after.isEmpty()) {
      return List.of();
    }
    engine.awaitTables();
    return tables.tasks(after).stream()
        .filter(task -> task.state().isTerminal())
        .map(Task::asDependency)
        .toList();
  }

  public TaskDetail detail(TaskId id) {
    // First the story: whoever follows events from its end must not wait for what the task has
    // left.
    var story = ledger.story(id.value(), STORY_MAX);
    var task = task(id);
    var fleet = engine.read(kernel -> kernel.fleet()).join();
    var explanation = engine.read(kernel -> kernel.explain(id)).join();
    return new TaskDetail(
        TaskViews.of(task, fleet),
        TraceContext.of(id).trace(),
        task.spec(),
        task.attempts().stream().map(TaskViews::of).toList(),
        task.ended(),
        task.result(),
        path(story),
        story,
        explanation);
  }

  private static List<StateVisit> path(List<LedgerLine> story) {
    var path = new ArrayList<StateVisit>();
    for (var entry : story) {
      state(entry)
          .filter(state -> path.isEmpty() || path.getLast().state() != state)
          .ifPresent(state -> path.add(new StateVisit(state, entry.at())));
    }
    return path;
  }

  private static Optional<TaskState> state(LedgerLine entry) {
    return switch (entry.event()) {
      case TaskEvent.TaskSubmitted _,
          TaskEvent.TaskDelayed _,
          TaskEvent.TaskHeld _,
          TaskEvent.TaskReleased _,
          TaskEvent.TaskApproved _,
          TaskEvent.TaskRevived _ ->
          Optional.of(TaskState.PENDING);
      case TaskEvent.TaskQueued _ -> Optional.of(TaskState.QUEUED);
      case TaskEvent.TaskWaiting _, TaskEvent.AttemptAsked _ -> Optional.of(TaskState.WAITING);
      case TaskEvent.AttemptLeased _, TaskEvent.AttemptAnswered _, TaskEvent.QuestionDropped _ ->
          Optional.of(TaskState.RUNNING);
      case TaskEvent.TaskSucceeded _ -> Optional.of(TaskState.SUCCEEDED);
      case TaskEvent.TaskUnverified _ -> Optional.of(TaskState.UNVERIFIED);
      case TaskEvent.TaskFailed _ -> Optional.of(TaskState.FAILED);
      case TaskEvent.TaskCancelled _ -> Optional.of(TaskState.CANCELLED);
      case TaskEvent.TaskRecorded e -> Optional.of(e.state());
      default -> Optional.empty();
    };
  }
}
