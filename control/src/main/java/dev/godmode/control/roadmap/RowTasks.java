package dev.godmode.control.roadmap;

import dev.godmode.control.engine.Engine;
import dev.godmode.control.projection.Tables;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Reply;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.task.EndedDependency;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskSpecBuilder;
import dev.godmode.protocol.task.TaskState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns rows into tasks, and wishes into commands. */
final class RowTasks {

  /** Commands under way at once: a large roadmap must leave the engine room for others. */
  private static final int UNDER_WAY_MAX = 500;

  private final Engine engine;
  private final Tables tables;

  RowTasks(Engine engine, Tables tables) {
    this.engine = engine;
    this.tables = tables;
  }

  /** The tasks as the tables have them, with all that is durable now. */
  Map<TaskId, Task> find(Collection<TaskId> ids) {
    engine.awaitTables();
    return tables.tasks(ids).stream().collect(Collectors.toMap(Task::id, Function.identity()));
  }

  /** Tasks that came from rows whose lines were not kept: control stopped in between. */
  Map<String, Task> ofRows() {
    engine.awaitTables();
    return tables.roadmapTasks();
  }

  /**
   * Makes a task of each row, in this order.
   *
   * @param ids of the rows' tasks and of all that they come after
   * @return why some were refused, by key
   */
  Map<String, String> enter(String by, List<RoadmapRow> rows, Map<String, TaskId> ids) {
    var ended = endedBefore(rows, ids);
    var refused = new LinkedHashMap<String, String>();
    for (var from = 0; from < rows.size(); from += UNDER_WAY_MAX) {
      var some = rows.subList(from, Math.min(from + UNDER_WAY_MAX, rows.size()));
      var replies = new ArrayList<CompletableFuture<Reply>>();
      for (var row : some) {
        replies.add(engine.submit(by, command(row, ids, ended)));
      }
      for (var i = 0; i < some.size(); i++) {
        var row = some.get(i);
        refusal(replies.get(i).join())
            .flatMap(no -> again(no, by, row, ids))
            .ifPresent(no -> refused.put(row.key(), no.why()));
      }
    }
    return refused;
  }

  /** How tasks have ended that rows come after: those of old, and those that these rows record. */
  private Map<TaskId, EndedDependency> endedBefore(List<RoadmapRow> rows, Map<String, TaskId> ids) {
    var ended = new HashMap<TaskId, EndedDependency>();
    var fresh = rows.stream().map(RoadmapRow::key).collect(Collectors.toSet());
    var old = new HashSet<TaskId>();
    for (var row : rows) {
      row.after().stream().filter(key -> !fresh.contains(key)).forEach(key -> ids(key, ids, old));
      endState(row.status())
          .ifPresent(
              state ->
                  Optional.ofNullable(ids.get(row.key()))
                      .ifPresent(
                          id ->
                              ended.put(
                                  id,
                                  new EndedDependency(
                                      id, row.key(), state, RowUpdate.cut(row.lastResult())))));
    }
    ended.putAll(ended(old));
    return ended;
  }

  private static void ids(String key, Map<String, TaskId> ids, Set<TaskId> into) {
    Optional.ofNullable(ids.get(key)).ifPresent(into::add);
  }

  private Map<TaskId, EndedDependency> ended(Set<TaskId> ids) {
    return ids.isEmpty()
        ? Map.of()
        : find(ids).values().stream()
            .filter(task -> task.state().isTerminal())
            .collect(Collectors.toMap(Task::id, Task::asDependency));
  }

  private static Optional<TaskState> endState(RowStatus status) {
    return switch (status) {
      case DONE -> Optional.of(TaskState.UNVERIFIED);
      case FAILED -> Optional.of(TaskState.FAILED);
      case CANCELLED -> Optional.of(TaskState.CANCELLED);
      case PENDING, RUNNING, BLOCKED, PAUSED -> Optional.empty();
    };
  }

  private static Optional<Reply.Refused> refusal(Reply reply) {
    return switch (reply) {
      case Reply.Done _ -> Optional.empty();
      case Reply.Refused refused -> Optional.of(refused);
    };
  }

  /** A dependency may have ended and left the kernel between the look-up and the command. */
  private Optional<Reply.Refused> again(
      Reply.Refused no, String by, RoadmapRow row, Map<String, TaskId> ids) {
    if (no.code() != Reply.Code.DEPENDENCY_UNKNOWN) {
      return Optional.of(no);
    }
    var ended = ended(after(row.after(), ids));
    return refusal(engine.submit(by, command(row, ids, ended)).join());
  }

  private static Set<TaskId> after(Set<String> keys, Map<String, TaskId> ids) {
    return keys.stream()
        .flatMap(key -> Optional.ofNullable(ids.get(key)).stream())
        .collect(Collectors.toSet());
  }

  private static Command command(
      RoadmapRow row, Map<String, TaskId> ids, Map<TaskId, EndedDependency> ended) {
    var id = Optional.ofNullable(ids.get(row.key())).orElseThrow();
    var spec = spec(row, after(row.after(), ids));
    var before =
        spec.after().stream()
            .flatMap(task -> Optional.ofNullable(ended.get(task)).stream())
            .toList();
    return switch (row.status()) {
      case PENDING, RUNNING, PAUSED -> new Command.SubmitTask(id, spec, before);
      case BLOCKED ->
          new Command.SubmitWaiting(id, spec, before, said(row, RowUpdate.BLOCKED_BEFORE));
      case DONE -> record(id, spec, row, TaskState.UNVERIFIED, RowUpdate.DONE_BEFORE);
      case FAILED -> record(id, spec, row, TaskState.FAILED, said(row, RowUpdate.FAILED_BEFORE));
      case CANCELLED ->
          record(id, spec, row, TaskState.CANCELLED, said(row, RowUpdate.CANCELLED_BEFORE));
    };
  }

  private static Command record(
      TaskId id, TaskSpec spec, RoadmapRow row, TaskState state, String reason) {
    return new Command.RecordTask(
        id, spec, state, row.attempts(), RowUpdate.cut(row.lastResult()), reason);
  }

  private static String said(RoadmapRow row, String otherwise) {
    return row.lastError().isBlank() ? otherwise : row.lastError();
  }

  private static TaskSpec spec(RoadmapRow row, Set<TaskId> after) {
    var s = row.spec();
    return TaskSpecBuilder.from(s).after(after).held(row.status() == RowStatus.PAUSED).build();
  }

  /** Does what a change by hand asks for; tells what was refused. */
  List<String> carryOut(String by, Task task, RowMerge merge) {
    var refused = new ArrayList<String>();
    for (var command : commands(task, merge)) {
      refusal(engine.submit(by, command).join()).ifPresent(no -> refused.add(no.why()));
    }
    return refused;
  }

  private List<Command> commands(Task task, RowMerge merge) {
    var id = task.id();
    var spec = merge.spec().orElse(task.spec());
    var ended = List.copyOf(ended(spec.after()).values());
    var commands = new ArrayList<Command>();
    if (merge.spec().isPresent() && !task.state().isTerminal()) {
      commands.add(new Command.AmendTask(id, spec, ended));
    }
    switch (merge.wish()) {
      case NOTHING -> {}
      case HOLD -> commands.add(new Command.HoldTask(id, "paused in the roadmap file"));
      case RELEASE -> commands.add(new Command.ReleaseTask(id));
      case APPROVE -> commands.add(new Command.ApproveTask(id, "unblocked in the roadmap file"));
      case CANCEL -> commands.add(new Command.CancelTask(id, "cancelled in the roadmap file"));
      case RETRY -> commands.add(new Command.RetryTask(id, spec, task.attemptsMade(), ended));
    }
    return commands;
  }

  void tell(String by, Command note) {
    engine.submit(by, note).join();
  }

  long committed() {
    return engine.committed();
  }
}
