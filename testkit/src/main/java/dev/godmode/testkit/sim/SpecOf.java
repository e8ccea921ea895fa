package dev.godmode.testkit.sim;

import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AgentProfileBuilder;
import dev.godmode.protocol.task.RetryPolicy;
import java.time.Duration;

/** Agents with just what matters here. */
final class SpecOf {

  /** The agent that has limits and a retry policy of its own. */
  static final String CODER = "coder";

  private static final RetryPolicy IMPATIENT =
      new RetryPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(10));

  private SpecOf() {}

  static AgentProfile coder(int maxRunning) {
    return AgentProfileBuilder.from(AgentProfile.shell(CODER))
        .retry(IMPATIENT)
        .maxRunning(maxRunning)
        .build();
  }

  static AgentProfile limited(AgentProfile profile, int maxRunning) {
    return AgentProfileBuilder.from(profile).maxRunning(maxRunning).build();
  }
}
