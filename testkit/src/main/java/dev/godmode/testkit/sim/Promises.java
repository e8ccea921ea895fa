package dev.godmode.testkit.sim;

import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.NodeEvent.NodeCordoned;
import dev.godmode.protocol.event.NodeEvent.NodeDraining;
import dev.godmode.protocol.event.NodeEvent.NodeEnrolled;
import dev.godmode.protocol.event.NodeEvent.NodeRemoved;
import dev.godmode.protocol.event.NodeEvent.NodeReported;
import dev.godmode.protocol.event.NodeEvent.NodeUncordoned;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.event.TaskEvent.TaskAmended;
import dev.godmode.protocol.event.TaskEvent.TaskCancelled;
import dev.godmode.protocol.event.TaskEvent.TaskFailed;
import dev.godmode.protocol.event.TaskEvent.TaskPinned;
import dev.godmode.protocol.event.TaskEvent.TaskRevived;
import dev.godmode.protocol.event.TaskEvent.TaskSubmitted;
import dev.godmode.protocol.event.TaskEvent.TaskSucceeded;
import dev.godmode.protocol.event.TaskEvent.TaskUnverified;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold of every durable event, seen from outside: it knows the journal and what workers
 * really did, and nothing of the kernel's own books.
 */
final class Promises {

  private final Map<TaskId, AttemptLeased> open = new HashMap<>();
  private final Set<AttemptKey> leased = new HashSet<>();
  private final Set<AttemptKey> started = new HashSet<>();
  private final Set<AttemptKey> finished = new HashSet<>();
  private final Set<TaskId> submitted = new HashSet<>();
  private final Set<TaskId> ended = new HashSet<>();
  private final Map<NodeId, Integer> slots = new HashMap<>();
  private final Map<NodeId, String> names = new HashMap<>();
  private final Map<TaskId, String> types = new HashMap<>();

  /** Where persistent agents live, once that is settled. */
  private final Map<TaskId, Optional<String>> homes = new HashMap<>();

  private final Set<NodeId> closed = new HashSet<>();
  private long fence;

  /** One more event is durable. */
  void hold(Event event) {
    switch (event) {
      case TaskSubmitted e -> submit(e.task(), e.spec());
      case TaskAmended e -> types.put(e.task(), e.spec().agentType());
      case TaskRevived e -> {
        ended.remove(e.task());
        types.put(e.task(), e.spec().agentType());
      }
      case TaskPinned e -> homes.put(e.task(), e.node());
      case AttemptLeased e -> lease(e);
      case AttemptEnded e -> end(e);
      case TaskSucceeded e -> endOnce(e);
      case TaskUnverified e -> endOnce(e);
      case TaskFailed e -> endOnce(e);
      case TaskCancelled e -> endOnce(e);
      case NodeEnrolled e -> names.put(e.node(), e.name());
      case NodeReported e -> slots.put(e.node(), e.slots());
      case NodeRemoved e -> closed.add(e.node());
      case NodeCordoned e -> closed.add(e.node());
      case NodeDraining e -> closed.add(e.node());
      case NodeUncordoned e -> closed.remove(e.node());
      case Event _ -> {}
    }
  }

  private void submit(TaskId task, TaskSpec spec) {
    submitted.add(task);
    types.put(task, spec.agentType());
    spec.keep().ifPresent(_ -> homes.put(task, spec.demand().node()));
  }

  private void lease(AttemptLeased e) {
    var key = e.attempt();
    require(key.fence() > fence, "fence %d does not grow past %d", key.fence(), fence);
    fence = key.fence();
    var other = open.put(key.task(), e);
    require(other == null, "two live leases: %s while another lives", key);
    require(!ended.contains(key.task()), "%s is leased though its task has ended", key);
    require(!closed.contains(e.node()), "%s is leased to a node that takes no work", key);
    var holds = open.values().stream().filter(lease -> lease.node().equals(e.node())).count();
    require(
        holds <= slots.getOrDefault(e.node(), 0), "%s is one more than its node has slots", key);
    require(
        homes.getOrDefault(key.task(), Optional.empty()).stream()
            .allMatch(home -> home.equals(names.get(e.node()))),
        "%s is a life elsewhere than at home",
        key);
    var burst =
        open.keySet().stream()
            .filter(task -> SimulatedAgents.BURST.equals(types.get(task)))
            .count();
    require(
        burst <= SimulatedAgents.BURST_MAX, "%s is one more of its type than its rule has", key);
    leased.add(key);
  }

  private void end(AttemptEnded e) {
    var lease = open.remove(e.attempt().task());
    require(
        lease != null && lease.attempt().equals(e.attempt()),
        "%s ended without a live lease",
        e.attempt());
    if (e.report().ending() == Ending.SUCCEEDED || e.report().ending() == Ending.UNVERIFIED) {
      require(finished.contains(e.attempt()), "%s is said to be done, nobody did it", e.attempt());
      require(
          e.report().result().equals(result(e.attempt())),
          "%s was given the result of another attempt: %s",
          e.attempt(),
          e.report().result());
    }
  }

  private void endOnce(TaskEvent e) {
    require(ended.add(e.task()), "task %s ended twice", e.task());
    require(!open.containsKey(e.task()), "task %s ended while an attempt is leased", e.task());
  }

  /** A worker begins to run an attempt. */
  void starts(AttemptKey key) {
    require(leased.contains(key), "%s runs though its lease is not durable", key);
    require(started.add(key), "%s was started twice", key);
  }

  /** A worker's program came to its end. */
  void finishes(AttemptKey key) {
    finished.add(key);
  }

  /** The run is over and long quiet: nothing may be left. */
  void settle(Set<TaskId> accepted) {
    for (var task : accepted) {
      require(submitted.contains(task), "task %s was accepted and is lost", task);
      require(ended.contains(task), "task %s never ended", task);
    }
    require(open.isEmpty(), "leases are left: %s", open.keySet());
  }

  int endedTasks() {
    return ended.size();
  }

  static String result(AttemptKey key) {
    return "done by " + key;
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would cost a library
  private static void require(boolean holds, String what, Object... values) {
    if (!holds) {
      throw new Violation(what.formatted(values));
    }
  }
}
