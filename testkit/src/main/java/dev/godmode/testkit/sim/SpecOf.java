package dev.godmode.testkit.sim;

import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.RetryPolicy;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tasks and agents with just what matters here. */
final class SpecOf {

  /** The agent that has limits and a retry policy of its own. */
  static final String CODER = "coder";

  private static final RetryPolicy IMPATIENT =
      new RetryPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(10));

  private SpecOf() {}

  /** What a simulated person asks for. */
  record Wish(
      String agentType,
      String stream,
      Set<String> requires,
      Set<String> prefers,
      int priority,
      Optional<Instant> deadline,
      Set<TaskId> after,
      Optional<Integer> maxAttempts,
      boolean approval,
      boolean held,
      boolean onRoadmap) {}

  static TaskSpec wish(TaskId id, Wish wish) {
    return new TaskSpec(
        id.value(),
        "",
        wish.agentType(),
        wish.stream(),
        List.of("true"),
        List.of(),
        wish.requires(),
        wish.prefers(),
        wish.priority(),
        wish.deadline(),
        wish.after(),
        wish.maxAttempts(),
        Optional.empty(),
        wish.approval(),
        wish.held(),
        Map.of(),
        wish.onRoadmap() ? Optional.of(id.value()) : Optional.empty(),
        Demand.NONE,
        Optional.empty(),
        Optional.empty());
  }

  private static Wish wish(TaskSpec spec, Set<String> requires, Set<TaskId> after) {
    return new Wish(
        spec.agentType(),
        spec.stream(),
        requires,
        spec.prefers(),
        spec.priority(),
        spec.deadline(),
        after,
        spec.maxAttempts(),
        spec.approval(),
        spec.held(),
        spec.roadmapKey().isPresent());
  }

  static TaskSpec requiring(TaskSpec spec, Set<String> requires) {
    return wish(new TaskId(spec.name()), wish(spec, requires, spec.after()));
  }

  static TaskSpec after(TaskSpec spec, Set<TaskId> after) {
    return wish(new TaskId(spec.name()), wish(spec, spec.requires(), after));
  }

  static AgentProfile coder(int maxRunning) {
    return with(AgentProfile.shell(CODER), IMPATIENT, maxRunning);
  }

  static AgentProfile limited(AgentProfile profile, int maxRunning) {
    return with(profile, profile.retry(), maxRunning);
  }

  private static AgentProfile with(AgentProfile profile, RetryPolicy retry, int maxRunning) {
    return new AgentProfile(
        profile.type(),
        profile.description(),
        profile.skills(),
        profile.driver(),
        profile.command(),
        profile.guardrails(),
        retry,
        profile.limits(),
        profile.env(),
        profile.checks(),
        maxRunning,
        profile.demand(),
        profile.lifecycle(),
        profile.loss(),
        Optional.empty());
  }
}
