package dev.godmode.testkit;

import dev.godmode.control.step.Step;
import dev.godmode.control.step.StepBuilder;
import dev.godmode.control.step.StepStore;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Steps that last as long as the test. */
public final class InMemoryStepStore implements StepStore {

  private record Key(TaskId task, int attempt, String id) {}

  private final Map<Key, Step> steps = new HashMap<>();

  @Override
  public synchronized void keep(List<Step> all) {
    for (var step : all) {
      steps.merge(
          new Key(step.attempt().task(), step.attempt().number(), step.id()),
          step,
          (known, now) -> known.endedAt().isPresent() ? known : ended(known, now));
    }
  }

  private static Step ended(Step known, Step now) {
    return StepBuilder.from(known)
        .endedAt(now.endedAt())
        .failed(now.failed())
        .spent(now.spent())
        .build();
  }

  @Override
  public synchronized List<Step> of(TaskId task, int attempt, int limit) {
    return steps.values().stream()
        .filter(step -> step.attempt().task().equals(task) && step.attempt().number() == attempt)
        .sorted(Comparator.comparing(Step::beganAt).thenComparing(Step::id))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized int expire(Instant before) {
    var count = steps.size();
    steps.values().removeIf(step -> step.beganAt().isBefore(before));
    return count - steps.size();
  }
}
