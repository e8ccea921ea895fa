package dev.godmode.testkit.sim;

import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AgentProfileBuilder;
import dev.godmode.protocol.task.RetryPolicy;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    return TaskSpec.named(id.value()).agentType(wish.agentType()).stream(wish.stream())
        .command(List.of("true"))
        .requires(wish.requires())
        .prefers(wish.prefers())
        .priority(wish.priority())
        .deadline(wish.deadline())
        .after(wish.after())
        .maxAttempts(wish.maxAttempts())
        .approval(wish.approval())
        .held(wish.held())
        .roadmapKey(wish.onRoadmap() ? Optional.of(id.value()) : Optional.empty())
        .build();
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
    return AgentProfileBuilder.from(profile)
        .retry(retry)
        .maxRunning(maxRunning)
        .container(Optional.empty())
        .build();
  }
}
