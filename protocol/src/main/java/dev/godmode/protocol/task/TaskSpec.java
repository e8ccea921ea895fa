package dev.godmode.protocol.task;

import dev.godmode.protocol.record.Buildable;
import dev.godmode.protocol.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked for: everything about a task that its submitter decides.
 *
 * @param goal prose for the agent; given to the program as {@code GODMODE_GOAL}
 * @param agentType which profile runs it
 * @param stream the line of work it belongs to; empty for none
 * @param command overrides the profile's command; empty to use the profile's
 * @param checks acceptance checks; without any (here or in the profile) it ends unverified
 * @param requires skill tags the node must offer, beside the profile's
 * @param prefers skill tags that make a node score higher
 * @param priority -100 to 100, higher first; 0 is normal
 * @param deadline latest useful end: when it passes before the end, the task fails
 * @param after tasks that must have succeeded (or ended unverified) first
 * @param maxAttempts overrides the profile's retry policy
 * @param timeout overrides the profile's longest attempt
 * @param approval a person must say yes before the first attempt
 * @param held stays pending until released
 * @param env given to the program; names and values are not secret
 * @param roadmapKey the {@code id} of its line in tasks/roadmap.jsonl, when it came from there
 * @param demand what it asks of its node beside skills; the profile's is added
 * @param throttle what it shares with all tasks of the same key
 * @param keep the name of the persistent agent that it keeps running; empty for a task that ends
 * @param source the repository that it begins from, and changes; empty for none
 * @param parent the task whose attempt handed it in; empty when a person or a file did
 * @param cause in which span it was handed in, where whoever did so has a trace
 */
@Buildable
public record TaskSpec(
    String name,
    String goal,
    String agentType,
    String stream,
    List<String> command,
    List<Check> checks,
    Set<String> requires,
    Set<String> prefers,
    int priority,
    Optional<Instant> deadline,
    Set<TaskId> after,
    Optional<Integer> maxAttempts,
    Optional<Duration> timeout,
    boolean approval,
    boolean held,
    Map<String, String> env,
    Optional<String> roadmapKey,
    Demand demand,
    Optional<Throttle> throttle,
    Optional<String> keep,
    Optional<TaskId> parent,
    Optional<Source> source,
    Optional<TraceContext> cause) {

  public static final int PRIORITY_MIN = -100;
  public static final int PRIORITY_MAX = 100;

  public TaskSpec {
    // Few different ones among very many tasks.
    agentType = agentType.intern();
    stream = stream.intern();
    command = List.copyOf(command);
    checks = List.copyOf(checks);
    requires = Set.copyOf(requires);
    prefers = Set.copyOf(prefers);
    after = Set.copyOf(after);
    env = Map.copyOf(env);
    // Journals from before there were demands have none.
    demand = Objects.requireNonNullElse(demand, Demand.NONE);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a task needs a name");
    }
    if (priority < PRIORITY_MIN || priority > PRIORITY_MAX) {
      throw new IllegalArgumentException("priority must be -100 to 100, was " + priority);
    }
  }

  /** A task that asks for nothing but a name, of the agent that runs what it is given. */
  public static TaskSpecBuilder named(String name) {
    return TaskSpecBuilder.builder().name(name).goal("").agentType(AgentProfile.SHELL).stream("")
        .demand(Demand.NONE);
  }

  /** The same with another node to run on; empty for any. */
  public TaskSpec on(Optional<String> node) {
    return TaskSpecBuilder.from(this).demand(demand.on(node)).build();
  }

  /** The same as a task that an attempt of another one hands in. */
  public TaskSpec under(TaskId task) {
    return TaskSpecBuilder.from(this).parent(Optional.of(task)).build();
  }

  /** The same as one that was handed in there. */
  public TaskSpec causedIn(Optional<TraceContext> span) {
    return TaskSpecBuilder.from(this).cause(span).build();
  }
}
