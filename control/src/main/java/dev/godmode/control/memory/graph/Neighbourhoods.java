package dev.godmode.control.memory.graph;

import dev.godmode.control.memory.Asker;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryStore;
import dev.godmode.control.memory.graph.Entity.Kind;
import dev.godmode.control.memory.graph.GraphWalk.Reached;
import dev.godmode.control.memory.graph.KnowledgeGraph.Told;
import dev.godmode.control.outcome.Outcome;
import dev.godmode.control.outcome.Outcome.Done;
import dev.godmode.control.outcome.Outcome.Why;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows what something has to do with. What a memory tells is held against the memory itself, as it
 * is now, and against who asks: a graph that lags or lies shows nobody what is not theirs.
 */
public final class Neighbourhoods {

  /** In one picture. */
  public static final int SHOWN_MAX = 40;

  public static final int HOPS_USUAL = 2;
  public static final int HOPS_MAX = GraphWalk.HOPS_MAX;

  private static final Duration FRESH = Duration.ofMillis(300);

  /**
   * One that is near.
   *
   * @param hops how many relations away; 0 for what was asked for
   * @param memory what it is, of a memory
   */
  public record Near(Entity entity, int hops, double strength, Optional<Memory> memory) {}

  /**
   * The answer.
   *
   * @param near what was asked for first, then the nearest
   * @param relations between those
   * @param more how many others are as near
   */
  public record Neighbourhood(List<Near> near, List<Told> relations, int more) {
    public Neighbourhood {
      near = List.copyOf(near);
      relations = List.copyOf(relations);
    }
  }

  private final MemoryStore store;
  private final GraphFollower follower;
  private final InstantSource clock;

  public Neighbourhoods(MemoryStore store, GraphFollower follower, InstantSource clock) {
    this.store = store;
    this.follower = follower;
    this.clock = clock;
  }

  /**
   * What is near to something.
   *
   * @param words a memory's id, KIND:NAME, or a name
   * @param hops how many relations far, at most {@link #HOPS_MAX}
   */
  public Outcome<Neighbourhood> near(Asker asker, String words, int hops) {
    follower.follow(FRESH);
    var seen = new Sight(asker);
    var walk = new GraphWalk(follower.graph(), asker.readable(), seen::admitted);
    walk.from(meant(words), Math.clamp(hops, 1, HOPS_MAX));
    var all = walk.reached().stream().filter(one -> seen.sees(one.entity())).toList();
    return all.isEmpty()
        ? Outcome.refused(
            Why.NOT_FOUND,
            "nothing that you may see has to do with '%.80s': say a memory's id, a name as it is written, or KIND:NAME, where kinds are %s"
                .formatted(words, String.join(", ", Entity.kinds())))
        : new Done<>(shown(all, walk.walked(), seen));
  }

  private Set<Entity> meant(String words) {
    var names = follower.names();
    var written = Entity.written(words.strip());
    if (written.isPresent()) {
      return written.get().kind() == Kind.NODE
          ? Stream.concat(
                  names.named(written.get().name()).filter(one -> one.kind() == Kind.NODE).stream(),
                  written.stream())
              .collect(Collectors.toCollection(LinkedHashSet::new))
          : Set.of(written.get());
    }
    var meant = new LinkedHashSet<Entity>();
    meant.add(TextRules.called(words, names));
    for (var kind : Kind.values()) {
      var name = kind == Kind.TAG ? words.strip().toLowerCase(Locale.ROOT) : words.strip();
      meant.add(new Entity(kind, name));
    }
    return meant;
  }

  private static Neighbourhood shown(List<Reached> all, List<Told> walked, Sight seen) {
    var some = all.subList(0, Math.min(SHOWN_MAX, all.size()));
    var entities = some.stream().map(Reached::entity).collect(Collectors.toSet());
    var relations = new HashMap<Relation, Told>();
    for (var told : walked) {
      if (entities.contains(told.relation().from()) && entities.contains(told.relation().to())) {
        relations.putIfAbsent(told.relation(), told);
      }
    }
    var near = new ArrayList<Near>();
    for (var one : some) {
      near.add(new Near(one.entity(), one.hops(), one.strength(), seen.memory(one.entity())));
    }
    return new Neighbourhood(near, List.copyOf(relations.values()), all.size() - some.size());
  }

  /** What one who asks may see of memories, each looked up once. */
  private final class Sight {
    private final Asker asker;
    private final Map<String, Optional<Memory>> looked = new HashMap<>();

    private Sight(Asker asker) {
      this.asker = asker;
    }

    /** Those told by what there is, about what may be seen. */
    private List<Told> admitted(List<Told> told) {
      lookUp(
          told.stream()
              .flatMap(one -> Stream.of(one.teller(), one.relation().from(), one.relation().to())));
      return told.stream()
          .filter(
              one -> sees(one.teller()) && sees(one.relation().from()) && sees(one.relation().to()))
          .toList();
    }

    private void lookUp(Stream<Entity> entities) {
      var unknown =
          entities
              .filter(one -> one.kind() == Kind.MEMORY && !looked.containsKey(one.name()))
              .map(Entity::name)
              .collect(Collectors.toSet());
      var now = clock.instant();
      unknown.forEach(id -> looked.put(id, Optional.empty()));
      store.all(unknown).stream()
          .filter(memory -> asker.maySee(memory.scope()) && !memory.hasExpired(now))
          .forEach(memory -> looked.put(memory.id(), Optional.of(memory)));
    }

    private boolean sees(Entity entity) {
      return entity.kind() != Kind.MEMORY || memory(entity).isPresent();
    }

    private Optional<Memory> memory(Entity entity) {
      return entity.kind() == Kind.MEMORY
          ? looked.getOrDefault(entity.name(), Optional.empty())
          : Optional.empty();
    }
  }
}
