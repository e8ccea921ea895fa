package dev.godmode.protocol.task;

import dev.godmode.protocol.record.Buildable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An agent as its file {@code agents/TYPE.yaml} describes it.
 *
 * @param type the agent's name, as tasks say it in {@code agent_type}
 * @param skills skill tags that a node must offer to run this agent
 * @param driver how its program is spoken to; {@code command} runs {@link #command}
 * @param command the program; empty when each task brings its own
 * @param guardrails text put before every goal
 * @param checks run after the task's own checks
 * @param maxRunning most attempts of this agent at once in the fleet
 * @param demand what each of its attempts asks of its node beside skills
 * @param lifecycle how long it lives
 * @param loss what becomes of its attempts when their node is lost
 * @param container where its program runs; empty for a process of the node
 * @param terms what its program is told beside the goal, where its driver speaks to it
 */
@Buildable
public record AgentProfile(
    String type,
    String description,
    Set<String> skills,
    String driver,
    List<String> command,
    String guardrails,
    RetryPolicy retry,
    Limits limits,
    Map<String, String> env,
    List<Check> checks,
    int maxRunning,
    Demand demand,
    Lifecycle lifecycle,
    LossPolicy loss,
    Optional<ContainerSpec> container,
    DriverTerms terms) {

  /** The agent that is always there: it runs what each task brings. */
  public static final String SHELL = "shell";

  /** Runs a program. */
  public static final String COMMAND_DRIVER = "command";

  /** Does nothing and ends unverified: for measuring all but the work. */
  public static final String NOOP_DRIVER = "noop";

  /** The drivers there are. */
  public static final Set<String> DRIVERS = AgentDriver.words();

  public static final int UNLIMITED = Integer.MAX_VALUE;

  public AgentProfile {
    skills = Set.copyOf(skills);
    command = List.copyOf(command);
    env = Map.copyOf(env);
    checks = List.copyOf(checks);
    // Journals from before there were these have none.
    demand = Objects.requireNonNullElse(demand, Demand.NONE);
    lifecycle = Objects.requireNonNullElse(lifecycle, Lifecycle.BURST);
    loss = Objects.requireNonNullElse(loss, LossPolicy.MOVE_AT_ONCE);
    terms = Objects.requireNonNullElse(terms, DriverTerms.USUAL);
  }

  /** Skill tags that a node must offer: its own, and those of its driver and its container. */
  public Set<String> needs() {
    if (driver.equals(COMMAND_DRIVER) && container.isEmpty()) {
      return skills;
    }
    var needs = new HashSet<>(skills);
    AgentDriver.of(driver).flatMap(AgentDriver::program).ifPresent(needs::add);
    container.ifPresent(_ -> needs.add(ContainerSpec.SKILL));
    return needs;
  }

  /** The profile of an agent that only runs what each task brings. */
  public static AgentProfile shell(String type) {
    return AgentProfileBuilder.builder()
        .type(type)
        .description("Runs the command that each task brings.")
        .driver(COMMAND_DRIVER)
        .guardrails("")
        .retry(RetryPolicy.DEFAULT)
        .limits(Limits.DEFAULT)
        .maxRunning(UNLIMITED)
        .demand(Demand.NONE)
        .lifecycle(Lifecycle.BURST)
        .loss(LossPolicy.MOVE_AT_ONCE)
        .build();
  }
}
