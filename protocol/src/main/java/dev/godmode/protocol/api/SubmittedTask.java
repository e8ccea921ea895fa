package dev.godmode.protocol.api;

import dev.godmode.protocol.record.Buildable;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Check;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Source;
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
@Buildable
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
    Optional<Throttle> throttle,
    Optional<SubmittedSource> source) {

  /** A repository; its own branch, and merged by a person, where nothing else is said. */
  public record SubmittedSource(
      String repository, Optional<String> branch, Optional<Source.Merge> merge) {

    Source toSource() {
      return new Source(repository, branch.orElse(""), merge.orElse(Source.Merge.PERSON));
    }
  }

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
    return SubmittedTaskBuilder.builder()
        .name(name)
        .goal(Optional.of(goal))
        .agentType(Optional.of(agentType))
        .build();
  }

  /** The same with an agent and a stream, where none is said. */
  public SubmittedTask of(String usualAgent, String usualStream) {
    return SubmittedTaskBuilder.from(this)
        .agentType(Optional.of(agentType.orElse(usualAgent)))
        .stream(Optional.of(stream.orElse(usualStream)))
        .build();
  }

  /**
   * What is asked for, with defaults where nothing was said.
   *
   * @param resolved the tasks that {@link #after} names
   */
  public TaskSpec toSpec(Set<TaskId> resolved) {
    return TaskSpec.named(name)
        .goal(goal.orElse(""))
        .agentType(agentType.orElse(AgentProfile.SHELL))
        .stream(stream.orElse(""))
        .command(command.orElse(List.of()))
        .checks(checks.orElse(List.of()).stream().map(SubmittedCheck::toCheck).toList())
        .requires(requires.orElse(Set.of()))
        .prefers(prefers.orElse(Set.of()))
        .priority(priority.orElse(0))
        .deadline(deadline)
        .after(resolved)
        .maxAttempts(maxAttempts)
        .timeout(timeout)
        .approval(approval.orElse(false))
        .held(held.orElse(false))
        .env(env.orElse(Map.of()))
        .roadmapKey(roadmapKey)
        .demand(demand.orElse(Demand.NONE))
        .throttle(throttle)
        .source(source.map(SubmittedSource::toSource))
        .build();
  }
}
