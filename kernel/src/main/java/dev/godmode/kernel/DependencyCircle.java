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
}
