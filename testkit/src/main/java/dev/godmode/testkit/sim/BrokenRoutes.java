package dev.godmode.testkit.sim;

import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.FailureRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Agents and nodes where every attempt fails alike for a while, whatever its task. */
final class BrokenRoutes {

  private static final Duration FAILED_AFTER = Duration.ofMillis(200);

  private final Timeline time;
  private final Map<FailureRoute, Instant> brokenUntil = new LinkedHashMap<>();

  BrokenRoutes(Timeline time) {
    this.time = time;
  }

  void breakFor(Optional<String> agentType, Optional<NodeId> node, Duration spell) {
    brokenUntil.put(new FailureRoute(agentType, node, Optional.empty()), time.now().plus(spell));
  }

  boolean isBroken(String agentType, NodeId node) {
    var way = new FailureRoute(Optional.of(agentType), Optional.of(node), Optional.empty());
    return brokenUntil.entrySet().stream()
        .filter(entry -> entry.getValue().isAfter(time.now()))
        .anyMatch(entry -> entry.getKey().covers(way));
  }

  /** What is said of an attempt that fails there; its number differs each time. */
  static AttemptReport report(long fence) {
    return AttemptReport.of(Ending.AGENT_FAILED)
        .reason("its model is away, request %d".formatted(fence))
        .took(FAILED_AFTER)
        .build();
  }
}
