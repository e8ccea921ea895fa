package dev.godmode.testkit.sim;

import static dev.godmode.testkit.sim.Promises.require;

import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.FleetEvent.BreakerClosed;
import dev.godmode.protocol.event.FleetEvent.BreakerOpened;
import dev.godmode.protocol.event.FleetEvent.BreakerStaysOpen;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.event.TaskEvent.AttemptExcused;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.FailureRoute;
import dev.godmode.protocol.task.TaskSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is promised about breakers: one opens only for three tasks that failed on its route with
 * nothing well meanwhile; nothing is placed there but one attempt at a time, when its pause is
 * over; and only a failure on it is excused.
 */
final class BreakerPromise {

  private static final int ALIKE = 3;

  /** An open one, as the journal tells of it. */
  private static final class Open {
    final FailureRoute route;
    Instant until;
    Optional<AttemptKey> tries = Optional.empty();

    Open(FailureRoute route, Instant until) {
      this.route = route;
      this.until = until;
    }
  }

  private final boolean some;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final Map<AttemptKey, FailureRoute> ways = new HashMap<>();

  /** How manyth end of an attempt it was, of those that failed alike. */
  private final Map<AttemptKey, Integer> failed = new HashMap<>();

  /** The last one of each way that went well. */
  private final Map<FailureRoute, Integer> well = new HashMap<>();

  private int ends;

  /**
   * Of a run.
   *
   * @param some whether there are such failures in it
   */
  BreakerPromise(boolean some) {
    this.some = some;
  }

  /** Whether a breaker is open that a task of that agent may have to wait for. */
  boolean mayBar(String agentType) {
    return open.values().stream()
        .anyMatch(
            one ->
                one.route.agentType().isEmpty() || one.route.agentType().get().equals(agentType));
  }

  /** Those that are open, in the order in which they opened. */
  List<String> open() {
    return List.copyOf(open.keySet());
  }

  void leased(Instant at, AttemptLeased event, TaskSpec spec) {
    var way = way(spec, event.node());
    ways.put(event.attempt(), way);
    if (spec.keep().isPresent()) {
      return;
    }
    for (var one : open.entrySet()) {
      var breaker = one.getValue();
      if (breaker.route.covers(way)) {
        require(
            !at.isBefore(breaker.until),
            "%s is leased though breaker %s is open until %s",
            event.attempt(),
            one.getKey(),
            breaker.until);
        require(
            breaker.tries.isEmpty(),
            "%s is leased while %s tries breaker %s",
            event.attempt(),
            breaker.tries,
            one.getKey());
        breaker.tries = Optional.of(event.attempt());
      }
    }
  }

  private static FailureRoute way(TaskSpec spec, NodeId node) {
    return new FailureRoute(Optional.of(spec.agentType()), Optional.of(node), Optional.empty());
  }

  void hold(Event event) {
    switch (event) {
      case AttemptEnded e -> ended(e);
      case AttemptExcused e -> {
        var _ = known(failed, e.attempt(), "is excused and never failed");
        require(
            known(open, e.breaker(), "is not open").route.covers(way(e.attempt())),
            "%s is excused by breaker %s, which is not open for it",
            e.attempt(),
            e.breaker());
      }
      case BreakerOpened e -> opens(e);
      case BreakerStaysOpen e -> {
        var _ = known(failed, e.tried(), "did not fail");
        known(open, e.breaker(), "stays open and was closed").until = e.until();
      }
      case BreakerClosed e ->
          require(open.remove(e.breaker()) != null, "breaker %s closes twice", e.breaker());
      case Event _ -> {}
    }
  }

  private FailureRoute way(AttemptKey attempt) {
    return known(ways, attempt, "was never leased");
  }

  private static <K, V> V known(Map<K, V> all, K key, String otherwise) {
    return Optional.ofNullable(all.get(key))
        .orElseThrow(() -> new Violation("%s %s".formatted(key, otherwise)));
  }

  private void ended(AttemptEnded event) {
    ends++;
    open.values().stream()
        .filter(breaker -> breaker.tries.equals(Optional.of(event.attempt())))
        .forEach(breaker -> breaker.tries = Optional.empty());
    switch (event.report().ending()) {
      case SUCCEEDED, UNVERIFIED -> well.put(way(event.attempt()), ends);
      case AGENT_FAILED -> failed.put(event.attempt(), ends);
      case Ending _ -> {}
    }
  }

  private void opens(BreakerOpened event) {
    require(some, "breaker %s opens, though nothing fails alike", event.breaker());
    var tasks = new HashSet<>();
    var first = Integer.MAX_VALUE;
    for (var attempt : event.attempts()) {
      tasks.add(attempt.task());
      first = Math.min(first, known(failed, attempt, "did not fail alike"));
      require(event.route().covers(way(attempt)), "%s did not fail on that route", attempt);
    }
    require(tasks.size() >= ALIKE, "%s opens for %s tasks", event.breaker(), tasks.size());
    for (var way : well.entrySet()) {
      require(
          way.getValue() < first || !event.route().covers(way.getKey()),
          "%s opens though an attempt went well meanwhile on %s",
          event.breaker(),
          way.getKey());
    }
    require(
        open.put(event.breaker(), new Open(event.route(), event.until())) == null,
        "breaker %s opens twice",
        event.breaker());
  }
}
