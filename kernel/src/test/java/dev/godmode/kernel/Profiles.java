package dev.godmode.kernel;

import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AgentProfileBuilder;
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
    return AgentProfileBuilder.from(other).command(List.of(command)).build();
  }

  static AgentProfile living(AgentProfile other, Lifecycle lifecycle, LossPolicy loss) {
    return AgentProfileBuilder.from(other).lifecycle(lifecycle).loss(loss).build();
  }
}
