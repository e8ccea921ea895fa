package dev.godmode.control.memory.graph;

import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.graph.KnowledgeGraph.Told;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Walks from some entities along a few relations, and knows how strongly it came by each. Strength
 * spreads (Collins and Loftus, "A spreading-activation theory of semantic processing", 1975): with
 * each relation half of it is lost, and what leads on to many things passes on little to each, by
 * the root of how many. What comes on several ways adds up. Nothing out of scope is walked or
 * counted.
 */
final class GraphWalk {

  /** How many relations away from where it began. */
  static final int HOPS_MAX = 3;

  /** So many of the strongest are gone on from. */
  private static final int FRONTIER_MAX = 64;

  /** So many relations of an entity are looked at: at each end, in each scope. */
  static final int FAN_MAX = 64;

  private static final double LOSS = 0.5;

  /** One that was come by. */
  record Reached(Entity entity, double strength, int hops) {}

  private final KnowledgeGraph graph;
  private final Optional<Set<MemoryScope>> scopes;
  private final Function<List<Told>, List<Told>> admitted;
  private final Map<Entity, Reached> reached = new LinkedHashMap<>();
  private final Set<Told> walked = new LinkedHashSet<>();

  /**
   * A walk that has not begun.
   *
   * @param admitted those of these relations that may be walked
   */
  GraphWalk(
      KnowledgeGraph graph,
      Optional<Set<MemoryScope>> scopes,
      Function<List<Told>, List<Told>> admitted) {
    this.graph = graph;
    this.scopes = scopes;
    this.admitted = admitted;
  }

  /** Walks so many relations far from these; nothing is reached where nothing is known of them. */
  void from(Collection<Entity> seeds, int hops) {
    var frontier = seeds.stream().map(seed -> new Reached(seed, 1, 0)).toList();
    for (var hop = 0; hop < hops && !frontier.isEmpty(); hop++) {
      frontier = step(frontier, hop + 1);
    }
  }

  private List<Reached> step(List<Reached> frontier, int hops) {
    var entities = frontier.stream().map(Reached::entity).toList();
    var told = admitted.apply(graph.around(entities, scopes, FAN_MAX));
    var neighbours = neighbours(told);
    if (hops == 1) {
      frontier.stream()
          .filter(one -> neighbours.containsKey(one.entity()))
          .forEach(one -> reached.put(one.entity(), one));
    }
    var next = new HashMap<Entity, Double>();
    for (var one : frontier) {
      var onward =
          neighbours.getOrDefault(one.entity(), Set.of()).stream()
              .filter(other -> !reached.containsKey(other))
              .toList();
      var share = one.strength() * LOSS / Math.sqrt(Math.max(1, onward.size()));
      onward.forEach(other -> next.merge(other, share, Double::sum));
    }
    walked.addAll(told);
    var come = new ArrayList<Reached>();
    next.forEach((entity, strength) -> come.add(new Reached(entity, strength, hops)));
    come.sort(
        Comparator.comparingDouble(Reached::strength)
            .thenComparing(one -> one.entity().word())
            .reversed());
    come.forEach(one -> reached.put(one.entity(), one));
    return come.subList(0, Math.min(FRONTIER_MAX, come.size()));
  }

  private static Map<Entity, Set<Entity>> neighbours(List<Told> told) {
    var neighbours = new HashMap<Entity, Set<Entity>>();
    for (var one : told) {
      var from = one.relation().from();
      var to = one.relation().to();
      neighbours.computeIfAbsent(from, _ -> new LinkedHashSet<>()).add(to);
      neighbours.computeIfAbsent(to, _ -> new LinkedHashSet<>()).add(from);
    }
    return neighbours;
  }

  /**
   * Where it began as far as anything is known of it, then what it came by, the nearest and
   * strongest first.
   */
  List<Reached> reached() {
    return List.copyOf(reached.values());
  }

  /** Along what it came. */
  List<Told> walked() {
    return List.copyOf(walked);
  }
}
