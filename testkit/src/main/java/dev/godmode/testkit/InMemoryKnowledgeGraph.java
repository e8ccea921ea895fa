package dev.godmode.testkit;

import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.graph.Entity;
import dev.godmode.control.memory.graph.KnowledgeGraph;
import dev.godmode.control.memory.graph.Relation;
import dev.godmode.control.memory.graph.Telling;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A graph that looks at everything. */
public final class InMemoryKnowledgeGraph implements KnowledgeGraph {

  private final NavigableMap<String, Telling> tellings = new TreeMap<>();
  private Head head = new Head(0, "");

  @Override
  public synchronized Head head() {
    return head;
  }

  @Override
  public synchronized void begin(String rules) {
    tellings.clear();
    head = new Head(0, rules);
  }

  @Override
  public synchronized void apply(List<Telling> more, Collection<Entity> gone, long position) {
    gone.forEach(teller -> tellings.remove(teller.word()));
    more.forEach(telling -> tellings.put(telling.teller().word(), telling));
    head = new Head(position, head.rules());
  }

  @Override
  public synchronized Map<Entity, String> marks(Entity.Kind kind) {
    return tellings.values().stream()
        .filter(one -> one.teller().kind() == kind)
        .collect(Collectors.toMap(Telling::teller, Telling::mark));
  }

  @Override
  public synchronized List<Told> around(
      Collection<Entity> entities, Optional<Set<MemoryScope>> scopes, int limit) {
    var found = new LinkedHashSet<Told>();
    for (var entity : Set.copyOf(entities)) {
      for (var end : List.<Function<Relation, Entity>>of(Relation::from, Relation::to)) {
        var inScope = new HashMap<MemoryScope, Integer>();
        told()
            .filter(one -> end.apply(one.relation()).equals(entity))
            .filter(one -> scopes.stream().allMatch(all -> all.contains(one.scope())))
            .filter(one -> inScope.merge(one.scope(), 1, Integer::sum) <= limit)
            .forEach(found::add);
      }
    }
    return List.copyOf(found);
  }

  private Stream<Told> told() {
    return tellings.descendingMap().values().stream()
        .flatMap(
            one ->
                one.relations().stream()
                    .map(relation -> new Told(relation, one.teller(), one.scope())));
  }

  @Override
  public synchronized List<Entity> strays(Entity.Kind kind, int limit) {
    return tellings.values().stream()
        .map(Telling::teller)
        .filter(teller -> teller.kind() == kind)
        .filter(
            teller ->
                told()
                    .filter(one -> one.relation().touches(teller))
                    .allMatch(one -> one.teller().equals(teller)))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized long size() {
    return told().count();
  }

  @Override
  public void close() {}
}
