package dev.godmode.kernel;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeFold;
import dev.godmode.kernel.node.Nodes;
import dev.godmode.kernel.placement.Homes;
import dev.godmode.kernel.placement.Need;
import dev.godmode.kernel.placement.NodeIndex;
import dev.godmode.kernel.placement.QueueAges;
import dev.godmode.kernel.placement.TaskQueue;
import dev.godmode.kernel.placement.Throttles;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskFold;
import dev.godmode.kernel.task.TaskPhase.Queued;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.Tasks;
import dev.godmode.protocol.api.StreamView;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.FleetEvent;
import dev.godmode.protocol.event.NodeEvent;
import dev.godmode.protocol.event.NodeEvent.NodeEnrolled;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.event.TaskEvent.ReportRefused;
import dev.godmode.protocol.event.TaskEvent.TaskRecorded;
import dev.godmode.protocol.event.TaskEvent.TaskRevived;
import dev.godmode.protocol.event.TaskEvent.TaskSubmitted;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Sticky;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All the kernel knows. Changes only by {@link #apply}, so a replay leads to the same. */
final class State {

  private final Tasks tasks = new Tasks();
  private final NodeIndex index = new NodeIndex();
  private final Nodes nodes = new Nodes(index);
  private final Throttles throttles = new Throttles();
  private final Homes homes = new Homes();
  private final TaskQueue queue = new TaskQueue(throttles);
  private final Backlog backlog = new Backlog();
  private final QueueAges ages = new QueueAges(this::isQueued);
  private final RunningCounts runningByAgent = new RunningCounts();
  private final RunningCounts runningByStream = new RunningCounts();
  private Fleet fleet;

  private final Set<TaskId> changedTasks = new LinkedHashSet<>();
  private final Set<TaskId> anew = new HashSet<>();
  private final Set<NodeId> changedNodes = new LinkedHashSet<>();
  private boolean fleetChanged;
  private boolean placementDue = true;

  State(Snapshot snapshot) {
    this.fleet = snapshot.fleet();
    backlog.follow(fleet.agents().values());
    throttles.restore(fleet.trail().begun());
    homes.restore(fleet.trail().homes());
    snapshot.nodes().forEach(nodes::put);
    snapshot.tasks().forEach(this::enter);
  }

  Tasks tasks() {
    return tasks;
  }

  Nodes nodes() {
    return nodes;
  }

  TaskQueue queue() {
    return queue;
  }

  /** What waits for types of agents that are scaled. */
  Backlog backlog() {
    return backlog;
  }

  NodeIndex index() {
    return index;
  }

  Throttles throttles() {
    return throttles;
  }

  Homes homes() {
    return homes;
  }

  Fleet fleet() {
    return fleet;
  }

  /** The fleet with all that placements have left behind. */
  Fleet fleetWithTrail() {
    var begun = throttles.takeChanged();
    var moved = homes.takeChanged();
    if (begun || moved) {
      changeFleet(fleet.trailing(new Trail(throttles.begun(), homes.all())));
    }
    return fleet;
  }

  int running(String agentType) {
    return runningByAgent.of(agentType);
  }

  int runningInStream(String stream) {
    return runningByStream.of(stream);
  }

  List<StreamView> streams() {
    var names = new TreeSet<>(fleet.streams().keySet());
    names.addAll(queue.sizes().keySet());
    names.addAll(runningByStream.names());
    return names.stream()
        .map(
            name ->
                new StreamView(
                    fleet.stream(name), queue.size(name), runningInStream(name), ages.of(name)))
        .toList();
  }

  private boolean isQueued(TaskId id, String stream, String agentType, Instant since) {
    return tasks
        .find(id)
        .filter(task -> task.phase() instanceof Queued queued && queued.since().equals(since))
        .map(Task::spec)
        .filter(spec -> spec.stream().equals(stream) && spec.agentType().equals(agentType))
        .isPresent();
  }

  int running() {
    return runningByAgent.all();
  }

  /** Whether something happened since the last call that may let a queued task be placed. */
  boolean takePlacementDue() {
    var due = placementDue;
    placementDue = false;
    return due;
  }

  void placementDue() {
    placementDue = true;
  }

  void apply(Instant at, Event event) {
    switch (event) {
      case TaskEvent e -> apply(at, e);
      case NodeEvent e -> apply(at, e);
      case FleetEvent e -> apply(at, e);
    }
  }

  Changes drainChanges() {
    fleetWithTrail();
    var changes =
        new Changes(
            changedTasks.stream().map(tasks::find).flatMap(Optional::stream).toList(),
            anew,
            changedNodes.stream().map(nodes::find).flatMap(Optional::stream).toList(),
            fleetChanged ? Optional.of(fleet) : Optional.empty());
    changedTasks.clear();
    anew.clear();
    changedNodes.clear();
    fleetChanged = false;
    return changes;
  }

  /**
   * Lets go of ended tasks that the tables have. One that has changed since they were written was
   * revived and ended once more: the tables are still to learn of that.
   */
  void forget(Set<TaskId> ended) {
    ended.stream().filter(id -> !changedTasks.contains(id)).forEach(tasks::forget);
  }

  private void apply(Instant at, TaskEvent event) {
    if (event instanceof ReportRefused && tasks.find(event.task()).isEmpty()) {
      return; // A replay, and the task had left: the record is in the journal.
    }
    if (event instanceof AttemptLeased leased) {
      changeFleet(fleet.leased(leased.attempt().fence()));
    }
    var before = tasks.find(event.task());
    var after =
        switch (event) {
          case TaskSubmitted e -> TaskFold.begin(e, at);
          case TaskRecorded e -> TaskFold.begin(e, at);
          case TaskRevived e when before.isEmpty() -> TaskFold.begin(e, List.of(), at, at);
          case TaskEvent e -> TaskFold.fold(known(before, e), e, nodeName(e), at);
        };
    change(before, after);
    changeFleet(BreakerFold.after(fleet, event, after, at));
    if (event instanceof AttemptLeased leased) {
      var stream = after.spec().stream();
      queue.served(stream, after.spec().agentType(), fleet.stream(stream).weight(), at);
      leaveTrail(after, leased.node(), at);
    }
    if (after.state().isTerminal() && !before.map(Task::state).equals(Optional.of(after.state()))) {
      tell(after, at);
    }
  }

  private void leaveTrail(Task task, NodeId node, Instant at) {
    task.spec().throttle().ifPresent(throttle -> throttles.begin(throttle, at));
    if (stickyKey(task).filter(key -> homes.remember(key, node)).isPresent()) {
      queue.fleetChanged(at);
    }
  }

  /** The key of the warm place that a task wants to share, by its own word or its agent's. */
  private Optional<String> stickyKey(Task task) {
    var own = task.spec().demand().sticky();
    return own.isPresent()
        ? own.flatMap(Sticky::key)
        : fleet
            .agent(task.spec().agentType())
            .flatMap(profile -> profile.demand().sticky())
            .flatMap(Sticky::key);
  }

  private String nodeName(TaskEvent event) {
    return event instanceof AttemptLeased leased ? nodes.name(leased.node()) : "";
  }

  private static Task known(Optional<Task> task, TaskEvent event) {
    return task.orElseThrow(
        () -> new IllegalStateException("an event of a task that is not known: " + event));
  }

  /** Those that come after an ended task know how it ended and what it left. */
  private void tell(Task ended, Instant at) {
    for (var id : tasks.dependents(ended.id())) {
      var dependent = tasks.find(id).orElseThrow();
      change(Optional.of(dependent), dependent.knowing(ended.asDependency(), at));
    }
  }

  private void change(Optional<Task> before, Task after) {
    if (before.isPresent() && sameLease(before.get(), after)) {
      tasks.put(after);
    } else {
      before.ifPresent(task -> leave(task, after.updatedAt()));
      enter(after);
    }
    changedTasks.add(after.id());
    if (before.isEmpty() || isAnew(before.get(), after)) {
      anew.add(after.id());
    }
  }

  private static boolean isAnew(Task before, Task after) {
    return !before.spec().equals(after.spec())
        || (before.state().isTerminal() && !after.state().isTerminal());
  }

  private static boolean sameLease(Task before, Task after) {
    var one = before.phase().held().map(Running::attempt);
    return one.isPresent() && one.equals(after.phase().held().map(Running::attempt));
  }

  private void enter(Task task) {
    tasks.put(task);
    if (task.phase() instanceof Queued queued) {
      queue.add(task, Need.of(task, fleet.agents()), queued);
      backlog.add(task.spec().agentType(), task.id(), queued.since());
      ages.add(task.spec().stream(), task.spec().agentType(), task.id(), queued.since());
      placementDue = true;
    }
    task.phase().held().ifPresent(lease -> hold(task, lease));
  }

  private void hold(Task task, Running lease) {
    nodes.lease(lease.node(), task.id());
    index.lease(lease.node(), task.allotment(lease.attempt()));
    task.spec().throttle().ifPresent(throttles::run);
    runningByAgent.more(task.spec().agentType());
    runningByStream.more(task.spec().stream());
  }

  private void leave(Task task, Instant at) {
    if (task.phase() instanceof Queued queued) {
      queue.remove(task.id());
      backlog.remove(task.spec().agentType(), task.id(), queued.since());
      ages.remove(task.spec().stream(), task.spec().agentType());
    }
    task.phase().held().ifPresent(lease -> release(task, lease, at));
  }

  private void release(Task task, Running lease, Instant at) {
    nodes.release(lease.node(), task.id());
    index.release(lease.node(), task.allotment(lease.attempt()));
    task.spec()
        .throttle()
        .ifPresent(
            throttle -> {
              throttles.end(throttle);
              queue.freed(throttle.key(), at);
            });
    runningByAgent.fewer(task.spec().agentType());
    runningByStream.fewer(task.spec().stream());
    placementDue = true;
  }

  private void apply(Instant at, NodeEvent event) {
    var node =
        event instanceof NodeEnrolled enrolled
            ? NodeFold.begin(enrolled, at)
            : NodeFold.fold(
                nodes
                    .find(event.node())
                    .orElseThrow(
                        () -> new IllegalStateException("an event of an unknown node: " + event)),
                event,
                at);
    nodes.put(node);
    changedNodes.add(node.id());
    queue.fleetChanged(at);
    placementDue = true;
  }

  private void apply(Instant at, FleetEvent event) {
    changeFleet(fleet.after(event, at));
    switch (event) {
      case FleetEvent.FleetStopped e -> stopRunning(e.reason(), at);
      case FleetEvent.AgentDeclared _, FleetEvent.AgentWithdrawn _ -> requeue();
      case FleetEvent.StreamSet e -> queue.treatedAnew(e.policy().stream(), at);
      case FleetEvent.ControlStarted _ -> throttles.clockIs(at);
      case FleetEvent.AgentScaled _,
          FleetEvent.StandbyAdmitted _,
          FleetEvent.FleetResumed _,
          FleetEvent.LossesFrozen _,
          FleetEvent.LossesThawed _,
          FleetEvent.AutopilotSwitched _,
          FleetEvent.BreakerEvent _,
          FleetEvent.JoinCodeIssued _,
          FleetEvent.JoinCodeUsed _,
          FleetEvent.AccessDenied _,
          FleetEvent.PersonEvent _,
          FleetEvent.DocumentEvent _,
          FleetEvent.FencesRaised _,
          FleetEvent.PolicyApplied _,
          FleetEvent.SecretEvent _,
          FleetEvent.ModelsCalled _,
          FleetEvent.Noted _,
          FleetEvent.MergeEvent _,
          FleetEvent.MoneyEntered _,
          FleetEvent.CodeEvent _,
          FleetEvent.RoadmapEvent _ -> {}
    }
    placementDue = true;
  }

  private void stopRunning(String reason, Instant at) {
    for (Node node : nodes.all()) {
      for (var id : nodes.leased(node.id())) {
        var task = tasks.find(id).orElseThrow();
        change(Optional.of(task), TaskFold.fleetStopped(task, reason, at));
      }
    }
  }

  /** What agents need has changed, so the groups of the queue have. */
  private void requeue() {
    var newlyScaled = backlog.follow(fleet.agents().values());
    for (var task : List.copyOf(tasks.all())) {
      if (task.phase() instanceof Queued queued) {
        queue.remove(task.id());
        queue.add(task, Need.of(task, fleet.agents()), queued);
        if (newlyScaled) {
          backlog.add(task.spec().agentType(), task.id(), queued.since());
        }
      }
    }
  }

  private void changeFleet(Fleet next) {
    if (!next.equals(fleet)) {
      fleet = next;
      fleetChanged = true;
    }
  }
}
