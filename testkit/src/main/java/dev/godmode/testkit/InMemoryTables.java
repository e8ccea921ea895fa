package dev.godmode.testkit;

import dev.godmode.control.projection.Standing;
import dev.godmode.control.projection.Tables;
import dev.godmode.kernel.Changes;
import dev.godmode.kernel.Fleet;
import dev.godmode.kernel.Snapshot;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables that last as long as the test. */
public final class InMemoryTables implements Tables {

  private final TreeMap<TaskId, Task> tasks = new TreeMap<>();
  private final TreeMap<NodeId, Node> nodes = new TreeMap<>();
  private Fleet fleet = Fleet.EMPTY;
  private long position;
  private boolean full;

  /** Nothing more can be written: the disk is full. */
  public synchronized void fillUp() {
    full = true;
  }

  /** It can be written again. */
  public synchronized void makeRoom() {
    full = false;
  }

  @Override
  public synchronized Loaded load() {
    var live = tasks.values().stream().filter(task -> !task.state().isTerminal()).toList();
    return new Loaded(new Snapshot(live, List.copyOf(nodes.values()), fleet), position);
  }

  @Override
  public synchronized long position() {
    return position;
  }

  @Override
  public synchronized void write(long upTo, Changes changes) {
    if (full) {
      throw new IllegalStateException("the disk is full");
    }
    changes.tasks().forEach(task -> tasks.put(task.id(), written(task, changes)));
    changes.nodes().forEach(node -> nodes.put(node.id(), node));
    changes.fleet().ifPresent(changed -> fleet = changed);
    position = Math.max(position, upTo);
  }

  /** As real tables do it: the spec is written once, and again only when the task is anew. */
  private Task written(Task task, Changes changes) {
    return changes.anew().contains(task.id())
        ? task
        : Standing.of(task).task(task.id(), task(task.id()).orElseThrow().spec());
  }

  @Override
  public synchronized Optional<Task> task(TaskId id) {
    return Optional.ofNullable(tasks.get(id));
  }

  @Override
  public synchronized List<Task> tasks(Collection<TaskId> ids) {
    return ids.stream().sorted().flatMap(id -> task(id).stream()).toList();
  }

  @Override
  public synchronized List<TaskId> find(String idOrKey, int limit) {
    var key = Optional.of(idOrKey);
    return newestFirst()
        .filter(
            task ->
                task.id().value().startsWith(idOrKey)
                    || task.spec().roadmapKey().equals(key)
                    || task.spec().name().equals(idOrKey))
        .sorted(Comparator.comparing((Task task) -> !task.spec().roadmapKey().equals(key)))
        .map(Task::id)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Task> list(TaskQuery query) {
    return newestFirst()
        .filter(task -> query.states().isEmpty() || query.states().contains(task.state()))
        .filter(task -> query.agentType().stream().allMatch(task.spec().agentType()::equals))
        .filter(task -> query.stream().stream().allMatch(task.spec().stream()::equals))
        .filter(task -> query.text().stream().allMatch(text -> holds(task, text)))
        .filter(task -> query.before().stream().allMatch(id -> task.id().compareTo(id) < 0))
        .limit(query.limit())
        .toList();
  }

  private static boolean holds(Task task, String text) {
    var all = task.spec().name() + "\n" + task.spec().goal();
    return all.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }

  private Stream<Task> newestFirst() {
    return tasks.descendingMap().values().stream();
  }

  @Override
  public synchronized Map<TaskState, Long> counts() {
    var counts = new EnumMap<TaskState, Long>(TaskState.class);
    Stream.of(TaskState.values()).forEach(state -> counts.put(state, 0L));
    tasks.values().forEach(task -> counts.merge(task.state(), 1L, Long::sum));
    return counts;
  }

  @Override
  public synchronized Map<String, Task> roadmapTasks() {
    return newestFirst()
        .filter(task -> task.spec().roadmapKey().isPresent())
        .collect(
            Collectors.toMap(
                task -> task.spec().roadmapKey().orElseThrow(), task -> task, (newer, _) -> newer));
  }
}
