package dev.godmode.control.ledger;

import dev.godmode.control.ledger.PlacedEntry.Place;
import dev.godmode.control.projection.Tables;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.FleetEvent;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.event.NodeEvent;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.event.TaskEvent.AttemptEvent;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.recent.RecentMap;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows to which stream, agent and node an entry belongs: from the entries before it, and from the
 * tables where those are not remembered any more.
 */
final class Places {

  /** Tasks that are remembered; a page of the tables is asked for the others. */
  private static final int REMEMBERED_MAX = 20_000;

  private record Known(String stream, String agent, Map<Long, NodeId> nodes) {

    static Known of(TaskSpec spec, Map<Long, NodeId> nodes) {
      return new Known(spec.stream(), spec.agentType(), nodes);
    }

    static Known of(Task task) {
      var nodes = new HashMap<Long, NodeId>();
      task.attempts().forEach(attempt -> nodes.put(attempt.fence(), attempt.node()));
      return of(task.spec(), nodes);
    }
  }

  private final Tables tables;
  private final Map<TaskId, Known> known = RecentMap.byUse(REMEMBERED_MAX);

  Places(Tables tables) {
    this.tables = tables;
  }

  /** Entries in the journal's order, each with where it belongs. */
  synchronized List<PlacedEntry> place(List<JournalEntry> entries) {
    recall(entries);
    return entries.stream().map(this::place).toList();
  }

  /** Asks the tables once for all that is not remembered. */
  private void recall(List<JournalEntry> entries) {
    var wanted = new HashSet<TaskId>();
    for (var entry : entries) {
      task(entry.event()).filter(id -> !known.containsKey(id)).ifPresent(wanted::add);
    }
    tables.tasks(wanted).forEach(task -> known.put(task.id(), Known.of(task)));
  }

  private PlacedEntry place(JournalEntry entry) {
    spec(entry.event())
        .ifPresent(
            spec ->
                known.merge(
                    task(entry.event()).orElseThrow(),
                    Known.of(spec, new HashMap<>()),
                    Places::amended));
    if (entry.event() instanceof AttemptLeased(var attempt, var node, _, _)) {
      Optional.ofNullable(known.get(attempt.task()))
          .ifPresent(task -> task.nodes().put(attempt.fence(), node));
    }
    var found = task(entry.event()).flatMap(id -> Optional.ofNullable(known.get(id)));
    return new PlacedEntry(
        entry,
        found
            .map(task -> new Place(task.stream(), task.agent(), node(task, entry.event())))
            .orElse(Place.NOWHERE));
  }

  private static Known amended(Known before, Known now) {
    return new Known(now.stream(), now.agent(), before.nodes());
  }

  private static Optional<NodeId> node(Known task, Event event) {
    return attempt(event).flatMap(key -> Optional.ofNullable(task.nodes().get(key.fence())));
  }

  private static Optional<TaskId> task(Event event) {
    return switch (event) {
      case TaskEvent e -> Optional.of(e.task());
      case FleetEvent.ModelsCalled(var use) -> use.attempt().map(AttemptKey::task);
      case FleetEvent.MergeEvent e -> Optional.of(e.task());
      case NodeEvent _, FleetEvent _ -> Optional.empty();
    };
  }

  private static Optional<AttemptKey> attempt(Event event) {
    return switch (event) {
      case AttemptEvent e -> Optional.of(e.attempt());
      case FleetEvent.ModelsCalled(var use) -> use.attempt();
      case TaskEvent _, NodeEvent _, FleetEvent _ -> Optional.empty();
    };
  }

  private static Optional<TaskSpec> spec(Event event) {
    return switch (event) {
      case TaskEvent.TaskSubmitted e -> Optional.of(e.spec());
      case TaskEvent.TaskRecorded e -> Optional.of(e.spec());
      case TaskEvent.TaskAmended e -> Optional.of(e.spec());
      case TaskEvent.TaskRevived e -> Optional.of(e.spec());
      case TaskEvent _, NodeEvent _, FleetEvent _ -> Optional.empty();
    };
  }
}
