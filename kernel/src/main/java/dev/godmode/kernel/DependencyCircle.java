package dev.godmode.kernel;

import dev.godmode.kernel.task.Tasks;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Dependencies that lead back to where they began. */
final class DependencyCircle {

  private static final int NAMED_MAX = 12;

  private DependencyCircle() {}

  /**
   * The way from a task back to itself over dependencies; empty when there is none. Each task is
   * looked at once, however long the chains are.
   *
   * @param spec what the task would ask for
   */
  static List<TaskId> through(Tasks tasks, TaskId start, TaskSpec spec) {
    var cameFrom = new HashMap<TaskId, TaskId>();
    var open = new ArrayDeque<>(spec.after());
    spec.after().forEach(id -> cameFrom.put(id, start));
    while (!open.isEmpty()) {
      var at = open.remove();
      if (at.equals(start)) {
        return way(cameFrom, start);
      }
      tasks
          .find(at)
          .ifPresent(
              task ->
                  task.spec().after().stream()
                      .filter(next -> cameFrom.putIfAbsent(next, at) == null)
                      .forEach(open::add));
    }
    return List.of();
  }

  private static List<TaskId> way(Map<TaskId, TaskId> cameFrom, TaskId start) {
    var way = new ArrayList<>(List.of(start));
    do {
      way.add(cameFrom.getOrDefault(way.getLast(), start));
    } while (!way.getLast().equals(start));
    return way.reversed();
  }

  /** The way round; of a long one its beginning and its end. */
  static String words(List<TaskId> circle) {
    var names = circle.stream().map(TaskId::value).toList();
    if (names.size() <= NAMED_MAX) {
      return String.join(" → ", names);
    }
    var half = NAMED_MAX / 2;
    return "%s → … %d more … → %s"
        .formatted(
            String.join(" → ", names.subList(0, half)),
            names.size() - 2 * half,
            String.join(" → ", names.subList(names.size() - half, names.size())));
  }
}
