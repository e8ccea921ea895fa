package dev.godmode.control.ledger;

import dev.godmode.control.journal.Subjects;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.FleetEvent;
import dev.godmode.protocol.event.NodeEvent;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.node.NodeId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What an entry is found by. */
final class LedgerKeys {

  /** Attempts cause entries under names of their own, which are as many as there are attempts. */
  static final String ATTEMPT = "attempt";

  private LedgerKeys() {}

  static Set<String> of(PlacedEntry placed) {
    var entry = placed.entry();
    var keys = new HashSet<String>();
    keys.add(who(entry.who()));
    keys.add(kind(entry.event().getClass().getSimpleName()));
    if (!placed.place().stream().isEmpty()) {
      keys.add(stream(placed.place().stream()));
    }
    if (!placed.place().agent().isEmpty()) {
      keys.add(agent(placed.place().agent()));
    }
    node(placed).ifPresent(id -> keys.add(node(id)));
    about(entry.event()).ifPresent(keys::add);
    return keys;
  }

  /** The same, and the task it is about. */
  static Set<String> with(PlacedEntry placed) {
    var keys = of(placed);
    keys.add(about(Subjects.of(placed.entry().event())));
    return keys;
  }

  /** A task has few entries, and there are many tasks: they are found without the index. */
  private static Optional<String> about(Event event) {
    return switch (event) {
      case TaskEvent _ -> Optional.empty();
      case NodeEvent _, FleetEvent _ -> Optional.of(about(Subjects.of(event)));
    };
  }

  private static Optional<NodeId> node(PlacedEntry placed) {
    return placed.entry().event() instanceof NodeEvent event
        ? Optional.of(event.node())
        : placed.place().node();
  }

  static String who(String name) {
    return "who:" + (name.startsWith(ATTEMPT + ":") ? ATTEMPT : name);
  }

  static String kind(String name) {
    return "kind:" + name;
  }

  static String stream(String name) {
    return "stream:" + name;
  }

  static String agent(String type) {
    return "agent:" + type;
  }

  static String node(NodeId id) {
    return "node:" + id.value();
  }

  static String about(String subject) {
    return "about:" + subject;
  }
}
