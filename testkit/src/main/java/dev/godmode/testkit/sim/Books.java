package dev.godmode.testkit.sim;

import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.FleetEvent;
import dev.godmode.protocol.event.NodeEvent;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.node.DrainPlan;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Lifecycle;
import dev.godmode.protocol.task.RetryPolicy;
import dev.godmode.protocol.task.StreamPolicy;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the journal says, kept by a second bookkeeper: it shares no line with the kernel's own
 * state, so that an error there is not an error here.
 */
final class Books {

  enum Where {
    PENDING,
    QUEUED,
    RUNNING,
    HELD,
    WAITING,
    ENDED
  }

  /** A task as far as the promises need it. */
  static final class TaskBook {
    TaskSpec spec;
    Where where = Where.PENDING;
    boolean approved;
    boolean endedWell;
    int failures;

    /** The most tries it ever had: a person may change their mind about it. */
    int triesMost;

    int attempts;
    Optional<AttemptLeased> lease = Optional.empty();

    /** As it was when that was leased. */
    TaskSpec leasedSpec;

    /** The only node that will do, once that is settled. */
    Optional<String> home;

    TaskBook(TaskSpec spec) {
      this.spec = spec;
      this.leasedSpec = spec;
      this.home = spec.demand().node();
    }
  }

  /** A node as far as the promises need it. */
  static final class NodeBook {
    final NodeId id;
    String name = "";
    int slots;
    Set<String> skills = Set.of();
    boolean ready;
    boolean open = true;
    boolean removed;
    Optional<Instant> drainBy = Optional.empty();
    boolean handsOver;
    final Set<TaskId> leases = new HashSet<>();
    final UseBook use = new UseBook();

    NodeBook(NodeId id) {
      this.id = id;
    }

    boolean isHomeOf(TaskBook task) {
      return task.home.isEmpty() || task.home.get().equals(name);
    }
  }

  private final Map<TaskId, TaskBook> tasks = new HashMap<>();
  private final Map<NodeId, NodeBook> nodes = new HashMap<>();
  private final Map<String, StreamPolicy> streams = new HashMap<>();
  private final Map<String, AgentProfile> agents = new HashMap<>();
  private final Map<String, Integer> scales = new HashMap<>();
  private final Map<String, Integer> runningByStream = new HashMap<>();
  private final Map<String, Integer> runningByAgent = new HashMap<>();
  private final Map<String, Integer> queuedByStream = new HashMap<>();
  private final UseBook keys = new UseBook();
  private boolean stopped;
  private long lastFence;
  private int live;
  private int leases;

  Optional<TaskBook> task(TaskId id) {
    return Optional.ofNullable(tasks.get(id));
  }

  Optional<NodeBook> node(NodeId id) {
    return Optional.ofNullable(nodes.get(id));
  }

  Collection<NodeBook> nodes() {
    return nodes.values();
  }

  StreamPolicy stream(String name) {
    return streams.getOrDefault(name, StreamPolicy.usual(name));
  }

  int queued(String stream) {
    return queuedByStream.getOrDefault(stream, 0);
  }

  int running(String stream) {
    return runningByStream.getOrDefault(stream, 0);
  }

  int runningOfAgent(String type) {
    return runningByAgent.getOrDefault(type, 0);
  }

  int agentLimit(String type) {
    var declared = agents.get(type);
    return declared == null
        ? AgentProfile.UNLIMITED
        : Math.min(declared.maxRunning(), scaledTo(declared));
  }

  private int scaledTo(AgentProfile profile) {
    return profile.lifecycle() instanceof Lifecycle.Burst(var rule) && rule.isPresent()
        ? Math.clamp(
            scales.getOrDefault(profile.type(), rule.get().min()),
            rule.get().min(),
            rule.get().max())
        : AgentProfile.UNLIMITED;
  }

  int triesOf(TaskBook task) {
    var declared = agents.get(task.spec.agentType());
    var policy = declared == null ? RetryPolicy.DEFAULT : declared.retry();
    return task.spec.maxAttempts().orElse(policy.maxAttempts());
  }

  /** Whether what it shares with others keeps a task from being leased now. */
  boolean isThrottled(TaskSpec spec, Instant now) {
    return spec.throttle().filter(throttle -> keys.isThrottled(throttle, now)).isPresent();
  }

  /** Whether it may be that, for all that is known of clocks that went back. */
  boolean mayBeThrottled(TaskSpec spec, Instant now) {
    return spec.throttle().filter(throttle -> keys.mayBeThrottled(throttle, now)).isPresent();
  }

  boolean isStopped() {
    return stopped;
  }

  long lastFence() {
    return lastFence;
  }

  /** Tasks that have not ended. */
  int live() {
    return live;
  }

  int leases() {
    return leases;
  }

  int ended() {
    return tasks.size() - live;
  }

  /** Enters one more fact. */
  void enter(Instant at, Event event) {
    switch (event) {
      case TaskEvent e -> enter(at, e);
      case NodeEvent e -> enter(e);
      case FleetEvent e -> enter(at, e);
    }
  }

  private void enter(Instant at, TaskEvent event) {
    if (event instanceof TaskEvent.TaskSubmitted e) {
      var task = new TaskBook(e.spec());
      task.triesMost = triesOf(task);
      tasks.put(e.task(), task);
      live++;
      return;
    }
    var task = tasks.get(event.task());
    if (task == null) {
      throw new Violation("an event of a task that was never submitted: " + event);
    }
    switch (event) {
      case TaskEvent.TaskAmended e -> amend(task, e.spec());
      case TaskEvent.TaskQueued _ -> move(task, Where.QUEUED);
      case TaskEvent.TaskDelayed _ -> move(task, Where.PENDING);
      case TaskEvent.TaskPinned e -> task.home = e.node();
      case TaskEvent.TaskHeld _ -> move(task, Where.HELD);
      case TaskEvent.TaskReleased _ -> move(task, Where.PENDING);
      case TaskEvent.TaskWaiting _ -> move(task, Where.WAITING);
      case TaskEvent.TaskApproved _ -> {
        move(task, Where.PENDING);
        task.approved = true;
      }
      case TaskEvent.TaskRevived e -> {
        move(task, Where.PENDING);
        task.spec = e.spec();
        task.approved = false;
        task.failures = 0;
      }
      case TaskEvent.TaskSucceeded _, TaskEvent.TaskUnverified _ -> {
        move(task, Where.ENDED);
        task.endedWell = true;
      }
      case TaskEvent.TaskFailed _, TaskEvent.TaskCancelled _ -> move(task, Where.ENDED);
      case AttemptLeased e -> lease(task, at, e);
      case AttemptEnded e -> end(task, e);
      case TaskEvent.AttemptExcused _ -> task.failures = Math.max(0, task.failures - 1);
      case TaskEvent _ -> {}
    }
  }

  private void amend(TaskBook task, TaskSpec spec) {
    var where = task.where;
    move(task, Where.PENDING);
    task.spec = spec;
    task.triesMost = Math.max(task.triesMost, triesOf(task));
    move(task, where);
  }

  private void move(TaskBook task, Where next) {
    if (task.where == Where.QUEUED) {
      queuedByStream.merge(task.spec.stream(), -1, Integer::sum);
    }
    if (next == Where.QUEUED) {
      queuedByStream.merge(task.spec.stream(), 1, Integer::sum);
    }
    if (task.where == Where.ENDED && next != Where.ENDED) {
      live++;
    } else if (task.where != Where.ENDED && next == Where.ENDED) {
      live--;
    }
    task.where = next;
  }

  private void lease(TaskBook task, Instant at, AttemptLeased event) {
    move(task, Where.RUNNING);
    task.lease = Optional.of(event);
    task.leasedSpec = task.spec;
    keys.lease(task.spec, at);
    task.attempts = event.attempt().number();
    lastFence = Math.max(lastFence, event.attempt().fence());
    leases++;
    runningByStream.merge(task.spec.stream(), 1, Integer::sum);
    runningByAgent.merge(task.spec.agentType(), 1, Integer::sum);
    node(event.node())
        .ifPresent(
            node -> {
              node.leases.add(event.task());
              node.use.lease(task.spec, at);
            });
  }

  private void end(TaskBook task, AttemptEnded event) {
    var lease = task.lease.orElseThrow(() -> new Violation("no lease ends with " + event));
    task.lease = Optional.empty();
    keys.end(task.leasedSpec);
    leases--;
    runningByStream.merge(task.spec.stream(), -1, Integer::sum);
    runningByAgent.merge(task.spec.agentType(), -1, Integer::sum);
    node(lease.node())
        .ifPresent(
            node -> {
              node.leases.remove(event.task());
              node.use.end(task.leasedSpec);
            });
    if (event.report().ending().countsAsFailure()) {
      task.failures++;
    }
  }

  private void enter(NodeEvent event) {
    var node = nodes.computeIfAbsent(event.node(), NodeBook::new);
    switch (event) {
      case NodeEvent.NodeEnrolled e -> node.name = e.name();
      case NodeEvent.NodeReported e -> {
        node.slots = e.slots();
        node.skills = e.inventory().skills();
      }
      case NodeEvent.NodeReady _ -> node.ready = true;
      case NodeEvent.NodeSuspected _, NodeEvent.NodeLost _ -> node.ready = false;
      case NodeEvent.NodeRemoved _ -> {
        node.ready = false;
        node.removed = true;
      }
      case NodeEvent.NodeCordoned _ -> {
        node.open = false;
        node.drainBy = Optional.empty();
      }
      case NodeEvent.NodeDraining e -> {
        node.open = false;
        node.drainBy = Optional.of(e.deadline());
        node.handsOver = e.plan().filter(DrainPlan::handOver).isPresent();
      }
      case NodeEvent.NodeUncordoned _ -> {
        node.open = true;
        node.drainBy = Optional.empty();
      }
      case NodeEvent _ -> {}
    }
  }

  private void enter(Instant at, FleetEvent event) {
    switch (event) {
      case FleetEvent.ControlStarted _ -> keys.clockIs(at);
      case FleetEvent.FleetStopped _ -> stopped = true;
      case FleetEvent.FleetResumed _ -> stopped = false;
      case FleetEvent.StreamSet e -> streams.put(e.policy().stream(), e.policy());
      case FleetEvent.AgentDeclared e -> agents.put(e.profile().type(), e.profile());
      case FleetEvent.AgentWithdrawn e -> {
        agents.remove(e.agentType());
        scales.remove(e.agentType());
      }
      case FleetEvent.AgentScaled e -> scales.put(e.agentType(), e.to());
      case FleetEvent _ -> {}
    }
  }
}
