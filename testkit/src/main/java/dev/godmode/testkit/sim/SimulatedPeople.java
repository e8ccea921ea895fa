package dev.godmode.testkit.sim;

import dev.godmode.kernel.Command;
import dev.godmode.kernel.Reply;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.Held;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Waiting;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.people.Role;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.StreamPolicy;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskSpecBuilder;
import dev.godmode.protocol.task.Throttle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** People who submit work and change their minds, and in the end let everything go on. */
final class SimulatedPeople {

  private static final List<String> STREAMS = List.of("left", "middle", "right");
  private static final List<Role> ROLES = List.of(Role.OWNER, Role.OPERATOR, Role.VIEWER);
  private static final List<String> KEYS = List.of("a site", "a repository");
  private static final int FLOOD_AHEAD = 30;

  private final Timeline time;
  private final Plan plan;
  private final SimulatedControl control;
  private final SimulatedAgents agents;
  private final SimulatedDocuments documents;
  private final SimulatedCode code;
  private final List<TaskId> known = new ArrayList<>();
  private final Set<TaskId> accepted = new HashSet<>();
  private int submitted;

  SimulatedPeople(Timeline time, Plan plan, SimulatedControl control) {
    this.time = time;
    this.plan = plan;
    this.control = control;
    this.agents = new SimulatedAgents(time, plan, control);
    this.documents = new SimulatedDocuments(time, control);
    this.code = new SimulatedCode(time, control);
  }

  /** Tasks whose submission was answered with a yes: these may not be lost. */
  Set<TaskId> accepted() {
    return accepted;
  }

  /** Before anything happens: how streams and agents are treated. */
  void begin() {
    agents.begin();
    if (plan.has(Trouble.FLOOD)) {
      STREAMS.forEach(
          stream ->
              send(
                  new Command.SetStream(
                      new StreamPolicy(
                          stream, 1 + time.below(5), Optional.empty(), Optional.empty()))));
    }
  }

  /** A tenth of a second. */
  void act(List<NodeId> nodes) {
    agents.act();
    if (plan.has(Trouble.FLOOD)) {
      flood();
    } else if (time.chance(0.5)) {
      submit(this::wish);
    }
    if (plan.has(Trouble.TASKS_ORDERED) && !known.isEmpty() && time.chance(0.2)) {
      meddle(known.get(known.size() - 1 - time.below(Math.min(known.size(), 60))));
    }
    if (plan.has(Trouble.NODES_ORDERED) && !nodes.isEmpty() && time.chance(0.02)) {
      meddleWithNode(nodes.get(time.below(nodes.size())));
    }
    if (plan.has(Trouble.FLEET_ORDERED) && time.chance(0.02)) {
      meddleWithFleet();
    }
    if (plan.has(Trouble.DOCUMENTS_CHANGED) && time.chance(0.1)) {
      documents.act();
      code.act(nodes);
    }
    if (plan.has(Trouble.STREAMS_ORDERED) && time.chance(0.03)) {
      send(new Command.SetStream(policy(STREAMS.get(time.below(STREAMS.size())))));
    }
  }

  private StreamPolicy policy(String stream) {
    return new StreamPolicy(
        stream,
        1 + time.below(5),
        time.chance(0.5) ? Optional.of(1 + time.below(3)) : Optional.empty(),
        time.chance(0.3) ? Optional.of("a whim") : Optional.empty());
  }

  /** Keeps every stream longer than the fleet can take, with tasks that are all alike. */
  private void flood() {
    for (var i = 0; i < 3 && control.isUp() && control.kernel().queued() < FLOOD_AHEAD; i++) {
      for (var stream : STREAMS) {
        submit(id -> named(id).stream(stream).build());
      }
    }
  }

  private void submit(Function<TaskId, TaskSpec> wish) {
    submitted++;
    var id = new TaskId("task%05d".formatted(submitted));
    control.submit(
        new Command.SubmitTask(id, wish.apply(id), List.of()),
        reply -> {
          if (reply instanceof Reply.Done) {
            known.add(id);
            accepted.add(id);
          }
        });
  }

  private static TaskSpecBuilder named(TaskId id) {
    return TaskSpec.named(id.value()).command(List.of("true"));
  }

  private TaskSpec wish(TaskId id) {
    var spec =
        named(id).agentType(agents.anyType()).stream(
                time.chance(0.5) ? "" : STREAMS.get(time.below(STREAMS.size())))
            .requires(time.chance(0.1) ? Set.of("gpu") : Set.of())
            .prefers(time.chance(0.2) ? Set.of("gpu") : Set.of())
            .priority(time.below(201) - 100)
            .deadline(deadline())
            .after(dependencies())
            .maxAttempts(time.chance(0.3) ? Optional.of(1 + time.below(3)) : Optional.empty())
            .approval(time.chance(0.05))
            .held(time.chance(0.03))
            .roadmapKey(time.chance(0.3) ? Optional.of(id.value()) : Optional.empty());
    return plan.has(Trouble.ROOM_ASKED)
        ? spec.demand(demand()).throttle(throttle()).build()
        : spec.build();
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

  private Demand demand() {
    return new Demand(
        time.chance(0.3) ? Optional.of(time.below(30) / 10.0) : Optional.empty(),
        time.chance(0.3) ? Optional.of((long) time.below(3) << 30) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Optional<Throttle> throttle() {
    return time.chance(0.3)
        ? Optional.of(
            new Throttle(
                KEYS.get(time.below(KEYS.size())),
                time.chance(0.7) ? Optional.of(1 + time.below(3)) : Optional.empty(),
                time.chance(0.4) ? Optional.of(20 + time.below(20)) : Optional.empty()))
        : Optional.empty();
  }

  private void meddle(TaskId task) {
    switch (time.below(8)) {
      case 0 -> send(new Command.CancelTask(task, "a whim"));
      case 1 -> send(new Command.HoldTask(task, "a whim"));
      case 2 -> send(new Command.ReleaseTask(task));
      case 3 -> sayYes(task);
      case 4 -> control.known(task).ifPresent(this::retry);
      case 5 ->
          send(
              new Command.RevokeCredentials(
                  Optional.of(task), Optional.empty(), Optional.empty(), "a whim"));
      case 6 -> {
        send(new Command.SetPerson("ada", ROLES.get(time.below(ROLES.size()))));
        send(new Command.ApplyPolicy("another", "a whim"));
      }
      default -> control.known(task).ifPresent(this::amend);
    }
  }

  private void sayYes(TaskId task) {
    var asked = control.known(task).flatMap(known -> known.phase().held()).flatMap(Running::asks);
    send(
        asked.isPresent()
            ? new Command.AnswerQuestion(
                task,
                asked.get().question().id(),
                asked.get().question().payloadHash(),
                new Answer.Yes(),
                "ada")
            : new Command.ApproveTask(task, ""));
  }

  private void retry(Task task) {
    send(new Command.RetryTask(task.id(), task.spec(), task.attemptsMade(), task.ended()));
  }

  private void amend(Task task) {
    send(new Command.AmendTask(task.id(), amended(task), task.ended()));
  }

  private TaskSpec amended(Task task) {
    return plan.has(Trouble.FLOOD) ? task.spec() : wish(task.id());
  }

  private void meddleWithNode(NodeId node) {
    switch (time.below(5)) {
      case 0 -> send(new Command.CordonNode(node, "a whim"));
      case 1, 2 ->
          send(
              new Command.DrainNode(
                  node, control.now().plus(time.between(100, 9_000)), time.chance(0.5)));
      case 3 -> send(new Command.UncordonNode(node));
      default -> send(new Command.RemoveNode(node, "a whim"));
    }
  }

  private void meddleWithFleet() {
    switch (time.below(3)) {
      case 0 -> send(new Command.StopFleet("a whim"));
      case 1 -> send(new Command.ResumeFleet());
      default -> send(new Command.SwitchAutopilot(time.chance(0.6)));
    }
  }

  /** Lets everything go on. */
  void mend(List<NodeId> nodes, List<String> breakers) {
    send(new Command.ResumeFleet());
    send(new Command.SwitchAutopilot(true));
    agents.mend();
    STREAMS.forEach(stream -> send(new Command.SetStream(StreamPolicy.usual(stream))));
    nodes.forEach(node -> send(new Command.UncordonNode(node)));
    breakers.forEach(breaker -> send(new Command.CloseBreaker(breaker, "all is well again")));
    for (var task : List.copyOf(control.kernel().tasks())) {
      if (task.phase() instanceof Waiting
          || (task.phase() instanceof Running lease && lease.asks().isPresent())) {
        sayYes(task.id());
      } else if (task.phase() instanceof Held) {
        send(new Command.ReleaseTask(task.id()));
      }
    }
  }

  private void send(Command command) {
    control.submit(command, _ -> {});
  }
}
