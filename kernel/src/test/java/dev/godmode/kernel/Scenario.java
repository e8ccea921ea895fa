package dev.godmode.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeTransitions;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskFold;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskTransitions;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.NodeEvent;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AgentProfileBuilder;
import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.ContainerSpec;
import dev.godmode.protocol.task.EndedDependency;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Lifecycle;
import dev.godmode.protocol.task.LossPolicy;
import dev.godmode.protocol.task.RetryPolicy;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A kernel in a test's hands. After every command a second kernel, which only replays the events,
 * must know exactly the same: so every test is a test of replay too.
 */
final class Scenario {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final String SECRET = "hash-of-a-join-secret";

  private final Kernel kernel = new Kernel(KernelSettings.DEFAULT, Snapshot.EMPTY);
  private final Kernel replica = new Kernel(KernelSettings.DEFAULT, Snapshot.EMPTY);
  private final List<Event> events = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final List<Object> moves = new ArrayList<>();
  private Instant now = START;
  private int ids;

  // ---- commands

  Reply send(Command command) {
    var decision = kernel.handle(now, command);
    take(decision);
    take(kernel.place(now));
    assertReplayLeadsToTheSame();
    return decision.reply();
  }

  private void take(Decision decision) {
    for (var event : decision.events()) {
      events.add(event);
      replay(event);
    }
    effects.addAll(decision.effects());
  }

  private void replay(Event event) {
    switch (event) {
      case TaskEvent e -> {
        var before = replica.task(e.task());
        replica.apply(now, e);
        before.filter(_ -> TaskFold.moves(e)).ifPresent(task -> noteMove(task, e));
      }
      case NodeEvent e -> {
        var before = replica.node(e.node());
        replica.apply(now, e);
        before.ifPresent(node -> noteMoves(node, e));
      }
      case Event e -> replica.apply(now, e);
    }
  }

  private void noteMove(Task before, TaskEvent event) {
    var after = replica.task(event.task()).orElseThrow();
    moves.add(new TaskTransitions.Move(before.state(), event.getClass(), after.state()));
  }

  private void noteMoves(Node before, NodeEvent event) {
    var after = replica.node(event.node()).orElseThrow();
    if (before.state() != after.state()) {
      moves.add(new NodeTransitions.Move(before.state(), event.getClass(), after.state()));
    }
    if (before.schedulability() != after.schedulability()) {
      moves.add(
          new NodeTransitions.Move(
              before.schedulability(), event.getClass(), after.schedulability()));
    }
  }

  /** Only a task that had left and was brought back for the record may be known to one alone. */
  private void assertReplayLeadsToTheSame() {
    assertThat(kernel.tasks()).containsAll(replica.tasks());
    assertThat(kernel.tasks())
        .filteredOn(task -> replica.task(task.id()).isEmpty())
        .allMatch(task -> task.state().isTerminal());
    assertThat(replica.nodes()).containsExactlyElementsOf(kernel.nodes());
    assertThat(replica.nodes())
        .allSatisfy(
            node -> assertThat(replica.leased(node.id())).isEqualTo(kernel.leased(node.id())));
    assertThat(replica.fleet()).isEqualTo(kernel.fleet());
  }

  /** These are projected: both kernels let go of them. */
  void forget(TaskId... tasks) {
    var command = new Command.ForgetTasks(Set.of(tasks));
    var _ = replica.drainChanges();
    var _ = kernel.drainChanges();
    replica.handle(now, command);
    send(command);
  }

  TaskId submit(SpecBuilder spec, EndedDependency... ended) {
    ids++;
    var id = new TaskId("task%04d".formatted(ids));
    assertThat(send(new Command.SubmitTask(id, spec.build(), List.of(ended))))
        .isEqualTo(new Reply.Done());
    return id;
  }

  TaskId submit(String name) {
    return submit(SpecBuilder.named(name));
  }

  /** A persistent agent that is started by its own name. */
  TaskId startAgent(String type) {
    ids++;
    var id = new TaskId("agent%04d".formatted(ids));
    assertThat(send(new Command.StartAgent(id, type, type, Optional.empty())))
        .isEqualTo(new Reply.Done());
    return id;
  }

  void declare(AgentProfile... profiles) {
    send(new Command.DeclareAgents(List.of(profiles)));
  }

  /** A node that is enrolled, connected, and has slots. */
  NodeId node(String host, int slots, String... skills) {
    var id = enrolled(host);
    connect(id, slots, skills);
    return id;
  }

  NodeId enrolled(String host) {
    ids++;
    var id = new NodeId("node%04d".formatted(ids));
    send(new Command.IssueJoinCode(SECRET, now.plusSeconds(60)));
    send(new Command.EnrolNode(id, host, "fingerprint of " + host, SECRET));
    return id;
  }

  void connect(NodeId node, int slots, String... skills) {
    send(
        new Command.ConnectNode(
            node, inventory(skills), slots, Usage.UNKNOWN, List.copyOf(leases(node))));
  }

  /** Comes back and says what it runs. */
  void reconnect(NodeId node, AttemptKey... running) {
    var known = kernel.node(node).orElseThrow();
    send(
        new Command.ConnectNode(
            node, known.inventory().orElseThrow(), known.slots(), Usage.UNKNOWN, List.of(running)));
  }

  /** Tells, while it is connected, that it has other skills now. */
  void equip(NodeId node, String... skills) {
    send(new Command.EquipNode(node, inventory(skills)));
  }

  void heartbeat(NodeId node, AttemptKey... running) {
    send(new Command.Heartbeat(node, Usage.UNKNOWN, List.of(running)));
  }

  void start(AttemptKey attempt) {
    send(new Command.StartAttempt(holder(attempt), attempt));
  }

  void end(TaskId task, Ending ending) {
    var attempt = attempt(task);
    send(new Command.EndAttempt(holder(attempt), attempt, report(ending)));
  }

  void end(NodeId node, AttemptKey attempt, AttemptReport report) {
    send(new Command.EndAttempt(node, attempt, report));
  }

  /** Time passes, and the clockwork looks; nobody's heart beats meanwhile. */
  void silence(Duration time) {
    var until = now.plus(time);
    while (now.isBefore(until)) {
      now = earlier(now.plusMillis(500), until);
      send(new Command.Tick());
    }
  }

  /** Time passes while these nodes' hearts beat with what they hold. */
  void pass(Duration time, NodeId... alive) {
    var until = now.plus(time);
    while (now.isBefore(until)) {
      now = earlier(now.plusMillis(500), until);
      Stream.of(alive).forEach(node -> heartbeat(node, leases(node).toArray(AttemptKey[]::new)));
      send(new Command.Tick());
    }
  }

  /** The clock leaps, as after a sleep of the machine; then it ticks once. */
  void leap(Duration time) {
    now = now.plus(time);
    send(new Command.Tick());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  // ---- looking

  Instant now() {
    return now;
  }

  Kernel kernel() {
    return kernel;
  }

  Task task(TaskId id) {
    return kernel.task(id).orElseThrow();
  }

  TaskState state(TaskId id) {
    return task(id).state();
  }

  Node node(NodeId id) {
    return kernel.node(id).orElseThrow();
  }

  Running running(TaskId id) {
    assertThat(task(id).phase().held()).isPresent();
    return task(id).phase().held().orElseThrow();
  }

  AttemptKey attempt(TaskId id) {
    return running(id).attempt();
  }

  private NodeId holder(AttemptKey attempt) {
    return running(attempt.task()).node();
  }

  private List<AttemptKey> leases(NodeId node) {
    return kernel.leased(node).stream().map(this::attempt).toList();
  }

  List<Object> moves() {
    return moves;
  }

  <E extends Event> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <E extends Effect> List<E> effects(Class<E> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  Assignment dispatched(TaskId task) {
    return effects(Effect.Dispatch.class).stream()
        .map(Effect.Dispatch::assignment)
        .filter(assignment -> assignment.attempt().task().equals(task))
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  // ---- words

  static AttemptReport report(Ending ending) {
    return report(ending, "");
  }

  static AttemptReport report(Ending ending, String result) {
    return AttemptReport.of(ending)
        .exitCode(Optional.of(0))
        .result(result)
        .took(Duration.ofSeconds(1))
        .build();
  }

  static AgentProfile agent(String type, int maxAttempts, Duration backoff, String... skills) {
    return agent(type, maxAttempts, backoff, AgentProfile.UNLIMITED, skills);
  }

  static AgentProfile agent(
      String type, int maxAttempts, Duration backoff, int maxRunning, String... skills) {
    return AgentProfileBuilder.from(AgentProfile.shell(type))
        .description("")
        .skills(Set.of(skills))
        .command(List.of(type + "-program"))
        .guardrails("Mind your step.")
        .retry(new RetryPolicy(maxAttempts, backoff, Duration.ofHours(1)))
        .env(Map.of("WHO", type))
        .maxRunning(maxRunning)
        .build();
  }

  /** Waits for its node when that is lost. */
  static AgentProfile waiting(String type, Duration patience) {
    var waits = new LossPolicy(LossPolicy.Action.WAIT, patience);
    return Profiles.living(agent(type, 3, Duration.ofSeconds(1)), Lifecycle.BURST, waits);
  }

  /** Runs its program in a container. */
  static AgentProfile contained(String type) {
    var plain = agent(type, 3, Duration.ofSeconds(1));
    return AgentProfileBuilder.from(plain)
        .type(type)
        .container(Optional.of(ContainerSpec.of("busybox")))
        .build();
  }

  static Inventory inventory(String... skills) {
    return Inventory.of("host")
        .os("linux")
        .arch("amd64")
        .cpuModel("a cpu")
        .cores(4)
        .memoryBytes(8L << 30)
        .diskBytes(100L << 30)
        .skills(Set.of(skills))
        .version("0")
        .build();
  }
}
