package dev.godmode.kernel.task;

import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tasks the kernel holds, with what is needed to find those that time or others set going. */
public final class Tasks {

  private record Due(Instant at, TaskId task) {}

  private static final Comparator<Due> SOONEST =
      Comparator.comparing(Due::at).thenComparing(Due::task);

  private final SequencedMap<TaskId, Task> all = new LinkedHashMap<>();
  private final Map<TaskId, Set<TaskId>> dependents = new HashMap<>();
  private final NavigableMap<String, TaskId> kept = new TreeMap<>();
  private int live;

  /** Ended and projected, but someone live comes after them. */
  private final Set<TaskId> remembered = new HashSet<>();

  private final NavigableSet<Due> delayed = new TreeSet<>(SOONEST);
  private final NavigableSet<Due> deadlines = new TreeSet<>(SOONEST);
  private final NavigableSet<Due> questions = new TreeSet<>(SOONEST);

  public Optional<Task> find(TaskId id) {
    return Optional.ofNullable(all.get(id));
  }

  /** In the order in which they came. */
  public SequencedCollection<Task> all() {
    return all.sequencedValues();
  }

  /** Takes over a task's new shape. */
  public void put(Task task) {
    var older = Optional.ofNullable(all.put(task.id(), task));
    older.ifPresent(this::unlink);
    remembered.remove(task.id());
    link(task);
    older.ifPresent(this::letGoBefore);
  }

  /** Lets go of an ended task, as soon as nobody live comes after it. */
  public void forget(TaskId id) {
    var task = all.get(id);
    if (task == null || !task.state().isTerminal()) {
      return;
    }
    if (dependents.containsKey(id)) {
      remembered.add(id);
    } else {
      remembered.remove(id);
      all.remove(id);
    }
  }

  private void letGoBefore(Task task) {
    for (var before : task.spec().after()) {
      if (remembered.contains(before)) {
        forget(before);
      }
    }
  }

  /** Live tasks that come after this one. */
  public List<TaskId> dependents(TaskId id) {
    return dependents.getOrDefault(id, Set.of()).stream().sorted().toList();
  }

  /** Tasks whose delay is over. */
  public List<TaskId> delayOver(Instant now) {
    return due(delayed, now);
  }

  /** Live tasks whose deadline has passed. */
  public List<TaskId> deadlinePassed(Instant now) {
    return due(deadlines, now);
  }

  /** Tasks whose attempts have waited for an answer as long as they may. */
  public List<TaskId> unanswered(Instant now) {
    return due(questions, now);
  }

  private static List<TaskId> due(NavigableSet<Due> set, Instant now) {
    return set.stream().takeWhile(due -> !due.at().isAfter(now)).map(Due::task).toList();
  }

  /** The live task that keeps the persistent agent of this name running. */
  public Optional<Task> kept(String name) {
    return Optional.ofNullable(kept.get(name)).flatMap(this::find);
  }

  /** Live tasks that keep persistent agents running, by the agents' names. */
  public List<Task> kept() {
    return kept.values().stream().map(this::find).flatMap(Optional::stream).toList();
  }

  /** How many have not ended. */
  public int live() {
    return live;
  }

  private void link(Task task) {
    if (task.state().isTerminal()) {
      return;
    }
    live++;
    task.spec().keep().ifPresent(name -> kept.put(name, task.id()));
    task.spec()
        .after()
        .forEach(id -> dependents.computeIfAbsent(id, _ -> new HashSet<>()).add(task.id()));
    if (task.phase() instanceof TaskPhase.Until(var time, _)) {
      delayed.add(new Due(time, task.id()));
    }
    task.spec().deadline().ifPresent(at -> deadlines.add(new Due(at, task.id())));
    question(task).ifPresent(questions::add);
  }

  private void unlink(Task task) {
    if (!task.state().isTerminal()) {
      live--;
      task.spec().keep().ifPresent(name -> kept.remove(name, task.id()));
    }
    task.spec()
        .after()
        .forEach(
            id ->
                dependents.computeIfPresent(
                    id,
                    (_, ids) -> {
                      ids.remove(task.id());
                      return ids.isEmpty() ? null : ids;
                    }));
    if (task.phase() instanceof TaskPhase.Until(var time, _)) {
      delayed.remove(new Due(time, task.id()));
    }
    task.spec().deadline().ifPresent(at -> deadlines.remove(new Due(at, task.id())));
    question(task).ifPresent(questions::remove);
  }

  private static Optional<Due> question(Task task) {
    return task.phase()
        .held()
        .flatMap(Running::asks)
        .map(asked -> new Due(asked.until(), task.id()));
  }
}
