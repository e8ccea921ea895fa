package dev.godmode.server.routes;

import dev.godmode.protocol.api.SubmittedTask;
import dev.godmode.protocol.task.EndedDependency;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.view.TaskFinder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the tasks of one request come after: earlier tasks of the request itself, by roadmap key or
 * name, else tasks that are there already. Each of these is looked up once, however many name it.
 */
final class Predecessors {

  private static final int SEVERAL = -1;

  private final TaskFinder finder;
  private final Function<String, TaskId> look;

  /** Where the request has what is called so. */
  private final Map<String, Integer> places = new HashMap<>();

  private final List<TaskId> own = new ArrayList<>();
  private final Map<String, TaskId> found = new HashMap<>();

  /**
   * Those of one request.
   *
   * @param look finds a task that is there already and that the caller may name
   */
  Predecessors(TaskFinder finder, Function<String, TaskId> look, List<SubmittedTask> request) {
    this.finder = finder;
    this.look = look;
    for (var i = 0; i < request.size(); i++) {
      places.merge(request.get(i).name(), i, (_, _) -> SEVERAL);
    }
    for (var i = 0; i < request.size(); i++) {
      var place = i;
      request.get(i).roadmapKey().ifPresent(key -> places.put(key, place));
    }
  }

  /** The next task of the request gets this id. */
  void add(TaskId id) {
    own.add(id);
  }

  /** The ids of the request's tasks, in its order. */
  List<TaskId> own() {
    return List.copyOf(own);
  }

  /**
   * Those that the request's next task comes after.
   *
   * @throws Refusal when one of them is nowhere, or not before it
   */
  Set<TaskId> of(SubmittedTask next) {
    var ids = new LinkedHashSet<TaskId>();
    next.after().orElse(Set.of()).forEach(words -> ids.add(id(words)));
    return ids;
  }

  private TaskId id(String words) {
    var here = own.size();
    var place = places.getOrDefault(words.startsWith("#") ? words.substring(1) : words, here);
    if (place == SEVERAL) {
      throw Refusal.invalid(
          "tasks[%d]: comes after '%s', and several tasks of this request are called so: give them names that differ"
              .formatted(here, words));
    }
    return place < here ? own.get(place) : found.computeIfAbsent(words, this::elsewhere);
  }

  private TaskId elsewhere(String words) {
    try {
      return look.apply(words);
    } catch (Refusal notThere) {
      var place = places.getOrDefault(words, SEVERAL);
      throw place == SEVERAL ? notThere : notBefore(words, place);
    }
  }

  private Refusal notBefore(String words, int place) {
    var here = own.size();
    return Refusal.invalid(
        place == here
            ? "tasks[%d]: comes after itself".formatted(here)
            : "tasks[%d]: comes after '%s', which is tasks[%d]: put that before it; where each comes after the other there is a circle, and neither could run"
                .formatted(here, words, place));
  }

  /** How those have ended that were there already, by id. */
  Map<TaskId, EndedDependency> ended() {
    var ended = new HashMap<TaskId, EndedDependency>();
    finder
        .ended(Set.copyOf(found.values()))
        .forEach(dependency -> ended.put(dependency.task(), dependency));
    return ended;
  }
}
