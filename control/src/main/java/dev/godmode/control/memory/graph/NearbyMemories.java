package dev.godmode.control.memory.graph;

import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.Nearby;
import dev.godmode.control.memory.graph.Entity.Kind;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds the memories near to what a question names. */
public final class NearbyMemories implements Nearby {

  /** What was remembered a moment ago is found: so long is waited for the graph. */
  private static final Duration FRESH = Duration.ofMillis(300);

  /** So many words of a question may be names. */
  private static final int WORDS_MAX = 32;

  /**
   * What is much further away than the nearest does not take part: it would win by being found
   * twice over what another part is sure of.
   */
  private static final double LEAST = 0.2;

  private final GraphFollower follower;

  public NearbyMemories(GraphFollower follower) {
    this.follower = follower;
  }

  @Override
  public List<String> find(String question, MemoryFilter filter, int limit) {
    follower.follow(FRESH);
    var seeds = new LinkedHashSet<>(TextRules.named(question, follower.names()));
    seeds.addAll(TextRules.perhaps(question, WORDS_MAX));
    var walk = new GraphWalk(follower.graph(), filter.scopes(), Function.identity());
    walk.from(seeds, GraphWalk.HOPS_MAX);
    var memories =
        walk.reached().stream().filter(one -> one.entity().kind() == Kind.MEMORY).toList();
    var best = memories.stream().mapToDouble(GraphWalk.Reached::strength).max().orElse(0);
    return memories.stream()
        .filter(one -> one.strength() >= best * LEAST)
        .sorted(Comparator.comparingDouble(GraphWalk.Reached::strength).reversed())
        .limit(limit)
        .map(one -> one.entity().name())
        .toList();
  }

  @Override
  public Optional<String> behind() {
    return follower.behind();
  }
}
