package dev.godmode.control.roadmap;

import dev.godmode.control.engine.Engine;
import dev.godmode.control.projection.Tables;
import dev.godmode.control.roadmap.RoadmapRow.Place;
import dev.godmode.control.roadmap.RoadmapStore.StoredLine;
import dev.godmode.control.roadmap.RowReader.Reading;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.api.Requests.ImportResult;
import dev.godmode.protocol.api.World.Conflict;
import dev.godmode.protocol.api.World.QuarantinedLine;
import dev.godmode.protocol.task.TaskId;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Rows and their tasks: takes rows in, merges what was changed by hand, and knows what each row
 * should say. One import at a time; safe for many threads.
 */
public final class Roadmap {

  private final RowTasks tasks;
  private final RoadmapStore store;
  private final Supplier<TaskId> newIds;
  private final RoadmapLimits limits;
  private final RowConflicts conflicts = new RowConflicts();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, StoredLine> lines = new LinkedHashMap<>();
  private final Set<String> open = new HashSet<>();
  private boolean loaded;
  private boolean unsaved;

  public Roadmap(
      Engine engine,
      Tables tables,
      RoadmapStore store,
      Supplier<TaskId> newIds,
      RoadmapLimits limits) {
    this.tasks = new RowTasks(engine, tables);
    this.store = store;
    this.newIds = newIds;
    this.limits = limits;
  }

  /**
   * Takes in rows that come from elsewhere than the workspace's file.
   *
   * @param source where they come from, for the ledger
   * @param by who brings them
   */
  public ImportResult take(String source, InputStream jsonLines, String by) throws IOException {
    return take(source, read(jsonLines), by);
  }

  /** All rows as they should be written now, in the file's order. */
  public String text() {
    return current().values().stream().map(row -> row.text() + "\n").collect(Collectors.joining());
  }

  RoadmapText read(InputStream jsonLines) throws IOException {
    return RoadmapReader.read(jsonLines, limits);
  }

  ImportResult take(String source, RoadmapText text, String by) {
    return locked(() -> taken(source, text, by));
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      if (!loaded) {
        store.lines().forEach(line -> lines.put(line.key(), line));
        loaded = true;
      }
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private ImportResult taken(String source, RoadmapText text, String by) {
    var ordered = DependencyOrder.of(text.rows(), lines.keySet());
    var fresh = ordered.rows().stream().filter(row -> !lines.containsKey(row.key())).toList();
    var changes = ordered.rows().stream().flatMap(row -> change(row).stream()).toList();
    var quarantined = new ArrayList<>(text.quarantined());
    quarantined.addAll(ordered.quarantined());
    var refused = enter(by, fresh);
    quarantined.addAll(refused);
    quarantined.sort(Comparator.comparingInt(QuarantinedLine::line));
    var count = fresh.size() - refused.size() + merge(by, changes);
    save();
    if (count > 0) {
      tasks.tell(by, new Command.NoteRoadmapImport(source, count, quarantined.size()));
    }
    return new ImportResult(count, quarantined);
  }

  /** A row that is not what it was when file and database last agreed. */
  private record Change(RoadmapRow row, StoredLine line) {}

  private Optional<Change> change(RoadmapRow row) {
    return Optional.ofNullable(lines.get(row.key()))
        .filter(line -> !line.json().equals(row.text()))
        .map(line -> new Change(row, line));
  }

  private List<QuarantinedLine> enter(String by, List<RoadmapRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    // Some may be tasks already whose lines were not kept: control stopped in between.
    var adopted = tasks.ofRows();
    var ids = ids();
    for (var row : rows) {
      var id = Optional.ofNullable(adopted.get(row.key())).map(Task::id).orElseGet(newIds);
      ids.put(row.key(), id);
    }
    var orphans = rows.stream().filter(row -> !adopted.containsKey(row.key())).toList();
    var refused = tasks.enter(by, orphans, ids);
    for (var row : rows) {
      if (!refused.containsKey(row.key())) {
        Optional.ofNullable(ids.get(row.key())).ifPresent(id -> keep(row.key(), id, row.text()));
      }
      if (row.status() == RowStatus.RUNNING) {
        note(
            by, row.key(), "it says 'running', but no attempt of it is alive: it is pending again");
      }
    }
    return rows.stream()
        .flatMap(
            row ->
                Optional.ofNullable(refused.get(row.key())).stream()
                    .map(why -> new QuarantinedLine(row.line(), why)))
        .toList();
  }

  private Map<String, TaskId> ids() {
    var ids = new HashMap<String, TaskId>();
    lines.values().forEach(line -> ids.put(line.key(), line.task()));
    return ids;
  }

  private void keep(String key, TaskId task, String json) {
    var position = Optional.ofNullable(lines.get(key)).map(StoredLine::position);
    lines.put(key, new StoredLine(key, position.orElse(lines.size()), task, json));
    unsaved = true;
  }

  private void save() {
    if (unsaved) {
      store.replace(List.copyOf(lines.values()));
      unsaved = false;
    }
  }

  /** How many changes file and database agree on now. */
  private int merge(String by, List<Change> changes) {
    if (changes.isEmpty()) {
      return 0;
    }
    var ids = ids();
    var found = tasks.find(changes.stream().map(change -> change.line().task()).toList());
    var decided =
        changes.stream()
            .flatMap(change -> decided(change, found, keys -> known(keys, ids)).stream())
            .toList();
    decided.forEach(one -> carryOut(by, one));
    return (int) decided.stream().filter(one -> !one.merge().open()).count();
  }

  private static Optional<Decided> decided(
      Change change, Map<TaskId, Task> found, Function<Set<String>, Set<TaskId>> after) {
    return Optional.ofNullable(found.get(change.line().task()))
        .flatMap(
            task ->
                row(change.line().json())
                    .map(base -> RowMerge.of(base, change.row(), task, after))
                    .map(merge -> new Decided(change, task, merge)));
  }

  private record Decided(Change change, Task task, RowMerge merge) {}

  private static Set<TaskId> known(Set<String> keys, Map<String, TaskId> ids) {
    return keys.stream()
        .flatMap(key -> Optional.ofNullable(ids.get(key)).stream())
        .collect(Collectors.toSet());
  }

  private void carryOut(String by, Decided decided) {
    var key = decided.change().row().key();
    var problems = new ArrayList<>(decided.merge().conflicts());
    problems.addAll(tasks.carryOut(by, decided.task(), decided.merge()));
    if (problems.isEmpty()) {
      conflicts.settle(key);
    } else {
      note(by, key, String.join("; ", problems));
    }
    if (decided.merge().open()) {
      open.add(key);
    } else {
      open.remove(key);
      keep(key, decided.task().id(), decided.change().row().text());
    }
  }

  /** Shows a conflict, and writes it down when it is new. */
  void note(String by, String key, String reason) {
    if (conflicts.add(key, reason)) {
      tasks.tell(by, new Command.NoteRoadmapConflict(key, reason));
    }
  }

  List<Conflict> conflicts() {
    return conflicts.all();
  }

  private static Optional<RoadmapRow> row(String json) {
    return RowReader.read(Place.NOWHERE, json) instanceof Reading.Good(var row)
        ? Optional.of(row)
        : Optional.empty();
  }

  private static String updated(StoredLine line, Task task) {
    return row(line.json()).map(row -> RowUpdate.of(row, task)).orElse(line.json());
  }

  /** Changes of rows that could not be taken yet; when a task moved on they may be. */
  boolean hasOpenChanges() {
    return locked(() -> !open.isEmpty());
  }

  Set<String> keys() {
    return locked(() -> Set.copyOf(lines.keySet()));
  }

  long committed() {
    return tasks.committed();
  }

  /** A row's task, and what the row should say of it. */
  record Current(Task task, String text) {}

  /** All rows by key, in the file's order. */
  Map<String, Current> current() {
    return locked(
        () -> {
          var found = tasks.find(lines.values().stream().map(StoredLine::task).toList());
          var rows = new LinkedHashMap<String, Current>();
          for (var line : lines.values()) {
            Optional.ofNullable(found.get(line.task()))
                .ifPresent(task -> rows.put(line.key(), new Current(task, updated(line, task))));
          }
          return rows;
        });
  }

  /**
   * The file says now what is current: file and database agree again.
   *
   * @param order the keys in the file's order
   */
  void agreed(Map<String, Current> written, List<String> order) {
    locked(
        () -> {
          var before = new LinkedHashMap<>(lines);
          lines.clear();
          order.forEach(key -> place(key, before, written));
          List.copyOf(before.keySet()).forEach(key -> place(key, before, written));
          unsaved = true;
          save();
          return lines.size();
        });
  }

  private void place(String key, Map<String, StoredLine> before, Map<String, Current> written) {
    var line = before.remove(key);
    if (line != null) {
      var json = Optional.ofNullable(written.get(key)).map(Current::text).orElse(line.json());
      lines.put(key, new StoredLine(key, lines.size(), line.task(), json));
    }
  }
}
