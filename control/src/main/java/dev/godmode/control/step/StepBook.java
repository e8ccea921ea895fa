package dev.godmode.control.step;

import dev.godmode.protocol.recent.RecentMap;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.StepKind;
import dev.godmode.protocol.task.TaskId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gathers steps, and writes down many at once: whoever takes one never waits for the database. What
 * is too much is left out.
 */
public final class StepBook {

  private record Key(AttemptKey attempt, String id) {
    static Key of(Step step) {
      return new Key(step.attempt(), step.id());
    }
  }

  /** How much an attempt has done; a worker that is back tells its last tools again. */
  private static final class Taken {
    private final Set<String> told =
        Collections.newSetFromMap(RecentMap.byAge(StepLimits.TOLD_MAX));
    private int steps;

    void count(Step step) {
      if (step.kind() != StepKind.TOOL || told.add(step.id())) {
        steps++;
      }
    }
  }

  private final StepStore store;
  private final Map<AttemptKey, Taken> taken = RecentMap.byUse(StepLimits.COUNTED_MAX);
  private Map<Key, Step> waiting = new LinkedHashMap<>();

  public StepBook(StepStore store) {
    this.store = store;
  }

  /** One has begun, or ended. */
  public synchronized void note(Step step) {
    var all = taken.computeIfAbsent(step.attempt(), _ -> new Taken());
    var room = waiting.size() < StepLimits.WAITING_MAX && all.steps < StepLimits.STEPS_MAX;
    if (waiting.containsKey(Key.of(step)) || room) {
      waiting.put(Key.of(step), step);
      if (step.endedAt().isPresent()) {
        all.count(step);
      }
    }
  }

  /** Writes down what has gathered. What could not be written waits for the next time. */
  public void settle() {
    var all = gathered();
    if (all.isEmpty()) {
      return;
    }
    try {
      store.keep(List.copyOf(all.values()));
    } catch (RuntimeException e) {
      putBack(all);
      throw e;
    }
  }

  private synchronized Map<Key, Step> gathered() {
    var all = waiting;
    waiting = new LinkedHashMap<>();
    return all;
  }

  private synchronized void putBack(Map<Key, Step> all) {
    all.entrySet().stream()
        .limit(Math.max(0, StepLimits.WAITING_MAX - waiting.size()))
        .forEach(entry -> waiting.putIfAbsent(entry.getKey(), entry.getValue()));
  }

  /** An attempt's, in the order in which they began, up to this moment. */
  public List<Step> of(TaskId task, int attempt) {
    settle();
    return store.of(task, attempt, StepLimits.STEPS_MAX);
  }
}
