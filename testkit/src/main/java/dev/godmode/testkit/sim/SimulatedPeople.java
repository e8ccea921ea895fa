package dev.godmode.testkit.sim;

import dev.godmode.kernel.Command;
import dev.godmode.kernel.Reply;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.Held;
import dev.godmode.kernel.task.TaskPhase.Waiting;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** People who submit work and change their minds, and in the end let everything go on. */
final class SimulatedPeople {

  private final Timeline time;
  private final SimulatedControl control;
  private final SimulatedAgents agents;
  private final List<TaskId> known = new ArrayList<>();
  private final Set<TaskId> accepted = new HashSet<>();
  private int submitted;

  SimulatedPeople(Timeline time, SimulatedControl control) {
    this.time = time;
    this.control = control;
    this.agents = new SimulatedAgents(time, control);
  }

  /** Tasks whose submission was answered with a yes: these may not be lost. */
  Set<TaskId> accepted() {
    return accepted;
  }

  void act() {
    agents.act();
    if (time.chance(0.5)) {
      submit();
    }
    if (!known.isEmpty() && time.chance(0.15)) {
      meddle(known.get(time.below(known.size())));
    }
    if (time.chance(0.02)) {
      meddleWithNodes(new NodeId("node" + (2 + time.below(3))));
    }
    if (time.chance(0.01)) {
      send(time.chance(0.5) ? new Command.StopFleet("a whim") : new Command.ResumeFleet());
    }
    if (time.chance(0.01)) {
      send(new Command.SwitchAutopilot(time.chance(0.6)));
    }
  }

  private void submit() {
    submitted++;
    var id = new TaskId("task%05d".formatted(submitted));
    control.submit(
        new Command.SubmitTask(id, spec(id), List.of()),
        reply -> {
          if (reply instanceof Reply.Done) {
            known.add(id);
            accepted.add(id);
          }
        });
  }

  private TaskSpec spec(TaskId id) {
    return new TaskSpec(
        id.value(),
        "",
        time.chance(0.3) ? SimulatedAgents.BURST : AgentProfile.SHELL,
        "",
        List.of("true"),
        List.of(),
        time.chance(0.1) ? Set.of("gpu") : Set.of(),
        time.chance(0.2) ? Set.of("gpu") : Set.of(),
        time.below(201) - 100,
        deadline(),
        dependencies(),
        time.chance(0.3) ? Optional.of(1 + time.below(3)) : Optional.empty(),
        Optional.empty(),
        time.chance(0.05),
        time.chance(0.03),
        Map.of(),
        time.chance(0.3) ? Optional.of(id.value()) : Optional.empty(),
        Demand.NONE,
        Optional.empty(),
        Optional.empty());
  }

  private Optional<Instant> deadline() {
    return time.chance(0.05)
        ? Optional.of(time.now().plus(time.between(100, 30_000)))
        : Optional.empty();
  }

  private Set<TaskId> dependencies() {
    Set<TaskId> after = new HashSet<>();
    while (!known.isEmpty() && time.chance(0.25)) {
      after.add(known.get(known.size() - 1 - time.below(Math.min(10, known.size()))));
    }
    return after;
  }

  private void meddle(TaskId task) {
    switch (time.below(6)) {
      case 0 -> send(new Command.CancelTask(task, "a whim"));
      case 1 -> send(new Command.HoldTask(task, "a whim"));
      case 2 -> send(new Command.ReleaseTask(task));
      case 3 -> send(new Command.ApproveTask(task, ""));
      case 4 -> control.known(task).ifPresent(this::retry);
      default -> control.known(task).ifPresent(this::amend);
    }
  }

  private void retry(Task task) {
    send(new Command.RetryTask(task.id(), task.spec(), task.attemptsMade(), task.ended()));
  }

  private void amend(Task task) {
    send(new Command.AmendTask(task.id(), spec(task.id()), task.ended()));
  }

  private void meddleWithNodes(NodeId node) {
    switch (time.below(4)) {
      case 0 -> send(new Command.CordonNode(node, "a whim"));
      case 1 ->
          send(
              new Command.DrainNode(
                  node, time.now().plus(Duration.ofSeconds(5)), time.chance(0.5)));
      case 2 -> send(new Command.UncordonNode(node));
      default -> send(new Command.RemoveNode(node, "a whim"));
    }
  }

  /** Lets everything go on. */
  void mend(Set<NodeId> nodes) {
    agents.mend();
    send(new Command.ResumeFleet());
    send(new Command.SwitchAutopilot(true));
    nodes.forEach(node -> send(new Command.UncordonNode(node)));
    for (var task : List.copyOf(control.kernel().tasks())) {
      if (task.phase() instanceof Waiting) {
        send(new Command.ApproveTask(task.id(), ""));
      } else if (task.phase() instanceof Held) {
        send(new Command.ReleaseTask(task.id()));
      }
    }
  }

  private void send(Command command) {
    control.submit(command, _ -> {});
  }
}
