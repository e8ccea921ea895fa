package dev.godmode.kernel;

import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Lifecycle;
import dev.godmode.protocol.task.LossPolicy;
import dev.godmode.protocol.task.ScalingRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Agents of one kind of life or another. */
final class Profiles {

  private Profiles() {}

  /** Kept running; a second between the ends of its program and its next start. */
  static AgentProfile persistent(String type, Lifecycle.Persistent terms) {
    return living(Scenario.agent(type, 1, Duration.ofSeconds(1)), terms, LossPolicy.MOVE_AT_ONCE);
  }

  static AgentProfile scaled(String type, ScalingRule rule) {
    var burst = new Lifecycle.Burst(Optional.of(rule));
    return living(Scenario.agent(type, 1, Duration.ofSeconds(1)), burst, LossPolicy.MOVE_AT_ONCE);
  }

  static AgentProfile withCommand(AgentProfile other, String... command) {
    return new AgentProfile(
        other.type(),
        other.description(),
        other.skills(),
        other.driver(),
        List.of(command),
        other.guardrails(),
        other.retry(),
        other.limits(),
        other.env(),
        other.checks(),
        other.maxRunning(),
        other.demand(),
        other.lifecycle(),
        other.loss(),
        other.container());
  }

  static AgentProfile living(AgentProfile other, Lifecycle lifecycle, LossPolicy loss) {
    return new AgentProfile(
        other.type(),
        other.description(),
        other.skills(),
        other.driver(),
        other.command(),
        other.guardrails(),
        other.retry(),
        other.limits(),
        other.env(),
        other.checks(),
        other.maxRunning(),
        other.demand(),
        lifecycle,
        loss,
        other.container());
  }
}
