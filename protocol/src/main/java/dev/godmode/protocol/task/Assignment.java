package dev.godmode.protocol.task;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a worker needs to carry out one attempt.
 *
 * @param goal guardrails and goal, as the program gets them in {@code GODMODE_GOAL}
 * @param driver one of {@link AgentProfile#DRIVERS}
 * @param env plain values, and {@link dev.godmode.protocol.text.SecretReference}s that the worker
 *     asks control for and redacts from everything it sends
 * @param inputs results of the tasks this one comes after, label to text
 * @param container where its program runs; empty for a process of the node
 * @param keep the name of the persistent agent it is: its folder is kept on the node
 * @param source the repository that it begins from: control is asked for the commit
 * @param terms what its program is told beside the goal, where its driver speaks to it
 * @param serves the models that its program serves at {@code GODMODE_PORT}; none unless it is a
 *     server of models
 */
public record Assignment(
    AttemptKey attempt,
    String name,
    String goal,
    String agentType,
    String driver,
    List<String> command,
    List<Check> checks,
    Limits limits,
    Map<String, String> env,
    Map<String, String> inputs,
    Optional<ContainerSpec> container,
    Optional<String> keep,
    DriverTerms terms,
    Optional<Source> source,
    List<String> serves) {

  public Assignment {
    command = List.copyOf(command);
    checks = List.copyOf(checks);
    env = Map.copyOf(env);
    inputs = Map.copyOf(inputs);
    // Spools from before there were these have none.
    terms = Objects.requireNonNullElse(terms, DriverTerms.USUAL);
    serves = List.copyOf(Objects.requireNonNullElse(serves, List.of()));
  }
}
