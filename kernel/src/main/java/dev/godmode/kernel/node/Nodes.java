package dev.godmode.kernel.node;

import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The nodes the kernel knows, their signs of life, and which tasks each holds a lease for. */
public final class Nodes {

  private final Map<NodeId, Node> all = new TreeMap<>();
  private final Map<NodeId, NodeSigns> signs = new HashMap<>();
  private Optional<Cut> cut = Optional.empty();
  private final Map<NodeId, Set<TaskId>> leases = new HashMap<>();
  private final NodeWatch watch;

  public Nodes(NodeWatch watch) {
    this.watch = watch;
  }

  public Optional<Node> find(NodeId id) {
    return Optional.ofNullable(all.get(id));
  }

  public Collection<Node> all() {
    return all.values();
  }

  public void put(Node node) {
    all.put(node.id(), node);
    watch.changed(node);
  }

  public String name(NodeId id) {
    return find(id).map(Node::name).orElse(id.value());
  }

  public boolean nameTaken(String name) {
    return all.values().stream().anyMatch(node -> node.name().equals(name));
  }

  public Optional<NodeSigns> signs(NodeId id) {
    return Optional.ofNullable(signs.get(id));
  }

  public void heard(NodeId id, Instant at, Usage usage) {
    var before = Optional.ofNullable(signs.put(id, NodeSigns.heard(at, usage)));
    if (before.flatMap(NodeSigns::closedAt).isPresent()) {
      cut = cut.map(one -> one.returned(at));
    }
    watch.measured(id, usage);
  }

  /** What was measured before this moment says nothing any more. */
  public void distrustBefore(Instant at) {
    signs.forEach(
        (id, known) -> {
          if (known.heardAt().isBefore(at)) {
            watch.distrusted(id);
          }
        });
  }

  /** Silence is counted from here: a control process began, and nobody could be heard before. */
  public void listenFrom(Instant at) {
    all.values().stream()
        .filter(node -> node.state() == NodeState.READY || node.state() == NodeState.SUSPECT)
        .forEach(node -> heard(node.id(), at, Usage.UNKNOWN));
  }

  /** While most nodes' streams are broken, since they broke at once. */
  public Optional<Cut> cut() {
    return cut;
  }

  /** It begins, or goes on with more of them. */
  public void cutAt(Instant now, long broken) {
    cut = Optional.of(cut.map(one -> one.grown(broken)).orElseGet(() -> Cut.at(now, broken)));
  }

  public void cutOver() {
    cut = Optional.empty();
  }

  public void closed(NodeId id, Instant at) {
    signs.computeIfPresent(id, (_, known) -> known.closed(at));
  }

  /** For a while nobody could be heard, or it was not believed: who is silent has the full time. */
  public void countAnew(Instant from) {
    signs.replaceAll((_, known) -> known.countedAnew(from));
  }

  /** Control itself was frozen: that time is nobody's silence. */
  public void forgive(Duration leap) {
    signs.replaceAll((_, known) -> known.later(leap));
    cut = cut.map(one -> one.later(leap));
  }

  public void lease(NodeId node, TaskId task) {
    leases.computeIfAbsent(node, _ -> new TreeSet<>()).add(task);
  }

  public void release(NodeId node, TaskId task) {
    leases.computeIfPresent(
        node,
        (_, held) -> {
          held.remove(task);
          return held.isEmpty() ? null : held;
        });
  }

  /** Tasks whose attempts are leased to the node. */
  public List<TaskId> leased(NodeId node) {
    return List.copyOf(leases.getOrDefault(node, Set.of()));
  }

  public int leasedCount(NodeId node) {
    return leases.getOrDefault(node, Set.of()).size();
  }
}
