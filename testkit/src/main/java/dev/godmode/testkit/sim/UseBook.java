package dev.godmode.testkit.sim;

import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What leases set aside and share: cores and memory of a node, the keys of throttles. */
final class UseBook {

  private static final Duration WINDOW = Duration.ofMinutes(1);

  /**
   * An attempt of a key with a limit a minute.
   *
   * @param over whether it was a minute ago by some clock: one that is behind does not undo that
   */
  private record Begun(Instant at, boolean over) {
    Begun when(Instant now) {
      return new Begun(at, over || !at.isAfter(now.minus(WINDOW)));
    }

    Begun noLaterThan(Instant now) {
      return at.isAfter(now) ? new Begun(now, over) : this;
    }
  }

  private final Map<String, Integer> runningByKey = new HashMap<>();
  private final Map<String, List<Begun>> begunByKey = new HashMap<>();
  private long millicores;
  private long memoryBytes;

  /** A lease of a task begins. */
  void lease(TaskSpec spec, Instant at) {
    add(spec.demand(), 1);
    begunByKey.values().forEach(begun -> begun.replaceAll(one -> one.when(at)));
    spec.throttle()
        .ifPresent(
            throttle -> {
              runningByKey.merge(throttle.key(), 1, Integer::sum);
              if (throttle.perMinute().isPresent()) {
                begunByKey
                    .computeIfAbsent(throttle.key(), _ -> new ArrayList<>())
                    .add(new Begun(at, false));
              }
            });
  }

  void end(TaskSpec spec) {
    add(spec.demand(), -1);
    spec.throttle().ifPresent(throttle -> runningByKey.merge(throttle.key(), -1, Integer::sum));
  }

  private void add(Demand demand, int times) {
    millicores += times * millicores(demand);
    memoryBytes += times * demand.memoryBytes().orElse(0L);
  }

  /** Whole, so that a thousand leases that came and went leave nothing behind. */
  private static long millicores(Demand demand) {
    return Math.round(demand.cores().orElse(0.0) * 1_000);
  }

  /** Whether a machine like the simulated ones has room for one more. */
  boolean hasRoomFor(Demand demand) {
    return millicores + millicores(demand) <= SimulatedWorker.CORES * 1_000L
        && memoryBytes + demand.memoryBytes().orElse(0L) <= SimulatedWorker.MEMORY_BYTES;
  }

  /** Whether a limit of its key keeps a task from being leased now. */
  boolean isThrottled(Throttle throttle, Instant now) {
    return isFull(throttle)
        || begun(throttle, now).filter(one -> !one.over()).count() >= most(throttle);
  }

  /** Whether one may, for all that is known of clocks that went back. */
  boolean mayBeThrottled(Throttle throttle, Instant now) {
    return isFull(throttle) || begun(throttle, now).count() >= most(throttle);
  }

  private boolean isFull(Throttle throttle) {
    return runningByKey.getOrDefault(throttle.key(), 0)
        >= throttle.maxRunning().orElse(Integer.MAX_VALUE);
  }

  private static int most(Throttle throttle) {
    return throttle.perMinute().orElse(Integer.MAX_VALUE);
  }

  /** Another control decides from now on, by its own clock: nothing began later than now. */
  void clockIs(Instant now) {
    begunByKey.values().forEach(begun -> begun.replaceAll(one -> one.noLaterThan(now)));
  }

  private Stream<Begun> begun(Throttle throttle, Instant now) {
    return begunByKey.getOrDefault(throttle.key(), List.of()).stream()
        .filter(one -> one.at().isAfter(now.minus(WINDOW)));
  }
}
