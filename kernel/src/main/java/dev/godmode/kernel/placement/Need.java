package dev.godmode.kernel.placement;

import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Source;
import dev.godmode.protocol.task.Sticky;
import dev.godmode.protocol.task.Throttle;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a task asks of a node: tasks with an equal need are placed alike, so that one that fits
 * nowhere speaks for all.
 *
 * @param requires skill tags of the task and of its agent
 * @param ownCommand the task brings its own program
 * @param repository what it works on: a breaker may be open for that
 */
public record Need(
    String agentType,
    Set<String> requires,
    Set<String> prefers,
    boolean ownCommand,
    Resources resources,
    Ties ties,
    Optional<Throttle> throttle,
    Optional<String> repository) {

  public Need {
    requires = Set.copyOf(requires);
    prefers = Set.copyOf(prefers);
  }

  public static Need of(Task task, Map<String, AgentProfile> agents) {
    var spec = task.spec();
    var profile = Optional.ofNullable(agents.get(spec.agentType()));
    var own = spec.demand();
    var ofAgent = profile.map(AgentProfile::demand).orElse(Demand.NONE);
    return new Need(
        spec.agentType(),
        both(spec.requires(), profile.map(AgentProfile::needs).orElse(Set.of())),
        spec.prefers(),
        !spec.command().isEmpty(),
        Resources.of(own, ofAgent),
        Ties.of(own, ofAgent, task.lastNode()),
        spec.throttle(),
        spec.source().map(Source::repository));
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    if (others.isEmpty() || some.containsAll(others)) {
      return some;
    }
    var all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  /** Whether it goes where it, or its like, ran before. */
  public Optional<Sticky> sticky() {
    return ties.sticky();
  }

  /** Names of the nodes it is pinned to: two contradict each other. */
  public List<String> pins() {
    return ties.pins().stream().sorted().toList();
  }

  /** Its skill tags, sorted as people read them. */
  List<String> sorted() {
    return requires.stream().sorted().toList();
  }
}
