package dev.godmode.protocol.api;

import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Check;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A task as a client may write it: only the name must be there. The fields are those of {@link
 * TaskSpec}.
 *
 * @param after tasks that must have ended well first: earlier ones of the same request by name or
 *     roadmap key, else those that are there by id, its unique beginning, roadmap key or name
 */
public record SubmittedTask(
    String name,
    Optional<String> goal,
    Optional<String> agentType,
    Optional<String> stream,
    Optional<List<String>> command,
    Optional<List<SubmittedCheck>> checks,
    Optional<Set<String>> requires,
    Optional<Set<String>> prefers,
    Optional<Integer> priority,
    Optional<Instant> deadline,
    Optional<Set<String>> after,
    Optional<Integer> maxAttempts,
    Optional<Duration> timeout,
    Optional<Boolean> approval,
    Optional<Boolean> held,
    Optional<Map<String, String>> env,
    Optional<String> roadmapKey,
    Optional<Demand> demand,
    Optional<Throttle> throttle) {

  /** An acceptance check; its name is its command when it has none of its own. */
  public record SubmittedCheck(
      Optional<String> name, List<String> command, Optional<Duration> timeout) {

    Check toCheck() {
      return new Check(
          name.orElseGet(() -> String.join(" ", command)),
          command,
          timeout.orElse(Check.DEFAULT_TIMEOUT));
    }
  }

  /** A task for an agent that needs no command. */
  public static SubmittedTask of(String name, String agentType, String goal) {
    return new SubmittedTask(
        name,
        Optional.of(goal),
        Optional.of(agentType),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with an agent and a stream, where none is said. */
  public SubmittedTask of(String usualAgent, String usualStream) {
    return new SubmittedTask(
        name,
        goal,
        Optional.of(agentType.orElse(usualAgent)),
        Optional.of(stream.orElse(usualStream)),
        command,
        checks,
        requires,
        prefers,
        priority,
        deadline,
        after,
        maxAttempts,
        timeout,
        approval,
        held,
        env,
        roadmapKey,
        demand,
        throttle);
  }

  /**
   * What is asked for, with defaults where nothing was said.
   *
   * @param resolved the tasks that {@link #after} names
   */
  public TaskSpec toSpec(Set<TaskId> resolved) {
    return new TaskSpec(
        name,
        goal.orElse(""),
        agentType.orElse(AgentProfile.SHELL),
        stream.orElse(""),
        command.orElse(List.of()),
        checks.orElse(List.of()).stream().map(SubmittedCheck::toCheck).toList(),
        requires.orElse(Set.of()),
        prefers.orElse(Set.of()),
        priority.orElse(0),
        deadline,
        resolved,
        maxAttempts,
        timeout,
        approval.orElse(false),
        held.orElse(false),
        env.orElse(Map.of()),
        roadmapKey,
        demand.orElse(Demand.NONE),
        throttle,
        Optional.empty());
  }
}
