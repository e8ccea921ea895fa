package dev.godmode.testkit.sim;

import dev.godmode.kernel.Command;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AgentProfileBuilder;
import dev.godmode.protocol.task.Lifecycle;
import dev.godmode.protocol.task.Lifecycle.Persistent;
import dev.godmode.protocol.task.LossPolicy;
import dev.godmode.protocol.task.ScalingRule;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Agents that are declared anew now and then: one with a limit, one whose number follows the work,
 * and such that live on and are pushed about.
 */
final class SimulatedAgents {

  /** Its number follows the work. */
  static final String BURST = "burst";

  private static final int BURST_MAX = 3;

  private static final int CODERS_MOST = 4;
  private static final List<String> PERSISTENT = List.of("scribe", "rover");
  private static final List<String> NODES = List.of("sim", "sim-2", "sim-3", "sim-4", "nowhere");

  private final Timeline time;
  private final Plan plan;
  private final SimulatedControl control;
  private int coders = CODERS_MOST;
  private List<String> persistent = List.of();
  private int started;

  SimulatedAgents(Timeline time, Plan plan, SimulatedControl control) {
    this.time = time;
    this.plan = plan;
    this.control = control;
  }

  /** Before anything happens. */
  void begin() {
    declare();
  }

  /** Once in a while somebody does something; the workspace is read again, as control does it. */
  void act() {
    if (plan.has(Trouble.AGENTS_ORDERED) && time.chance(0.02)) {
      coders = 1 + time.below(CODERS_MOST);
      declare();
    }
    if (plan.has(Trouble.AGENTS_KEPT)) {
      keep();
    }
  }

  private void keep() {
    if (time.chance(0.1)) {
      persistent = time.chance(0.95) ? PERSISTENT : List.of("rover");
      declare();
      control.kernel().missingAgents().forEach(this::start);
    }
    if (time.chance(0.03)) {
      var name = PERSISTENT.get(time.below(PERSISTENT.size()));
      switch (time.below(4)) {
        case 0 -> send(new Command.StopAgent(name, "a whim"));
        case 1 -> send(new Command.RestartAgent(name, "a whim"));
        case 2 -> send(new Command.MoveAgent(name, NODES.get(time.below(NODES.size()))));
        default -> start(name);
      }
    }
  }

  /** Persistent agents go: everything is to come to an end. */
  void mend() {
    coders = CODERS_MOST;
    persistent = List.of();
    declare();
  }

  /** The type of agent that somebody wishes for. */
  String anyType() {
    if (time.chance(0.3)) {
      return SpecOf.CODER;
    }
    return plan.has(Trouble.AGENTS_KEPT) && time.chance(0.3) ? BURST : AgentProfile.SHELL;
  }

  private void declare() {
    send(new Command.DeclareAgents(profiles()));
  }

  private void start(String name) {
    started++;
    send(
        new Command.StartAgent(
            new TaskId("agent%04d".formatted(started)), name, name, Optional.empty()));
  }

  private List<AgentProfile> profiles() {
    var profiles = new ArrayList<AgentProfile>();
    profiles.add(SpecOf.coder(coders));
    profiles.add(
        profile(
            BURST,
            new Lifecycle.Burst(
                Optional.of(
                    new ScalingRule(
                        0,
                        BURST_MAX,
                        Optional.of(2),
                        Optional.of(Duration.ofSeconds(2)),
                        Duration.ofSeconds(3)))),
            LossPolicy.MOVE_AT_ONCE));
    for (var name : persistent) {
      profiles.add(
          profile(
              name,
              new Persistent(Optional.empty(), 3, Duration.ofSeconds(5)),
              name.equals("rover") ? LossPolicy.MOVE_AT_ONCE : LossPolicy.WAIT));
    }
    return profiles;
  }

  private static AgentProfile profile(String type, Lifecycle lifecycle, LossPolicy loss) {
    var shell = AgentProfile.shell(type);
    return AgentProfileBuilder.from(shell)
        .type(type)
        .description("")
        .command(List.of("true"))
        .guardrails("")
        .lifecycle(lifecycle)
        .loss(loss)
        .container(Optional.empty())
        .build();
  }

  private void send(Command command) {
    control.submit(command, _ -> {});
  }
}
