package dev.godmode.kernel;

import dev.godmode.kernel.scaling.Lull;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Lifecycle;
import dev.godmode.protocol.task.ScalingRule;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What waits for each type of agent that is scaled; of others nothing is kept, for a queue may hold
 * a million tasks.
 */
final class Backlog {

  private record Entry(Instant since, TaskId task) {}

  private static final Comparator<Entry> OLDEST =
      Comparator.comparing(Entry::since).thenComparing(Entry::task);

  private static final class Line {
    private ScalingRule rule;
    private final NavigableSet<Entry> queued = new TreeSet<>(OLDEST);
    private final Lull lull = new Lull();

    Line(ScalingRule rule) {
      this.rule = rule;
    }
  }

  private final Map<String, Line> lines = new TreeMap<>();

  /** These are the profiles now; true when a type is scaled that was not before. */
  boolean follow(Collection<AgentProfile> profiles) {
    var known = Set.copyOf(lines.keySet());
    lines.keySet().removeIf(type -> profiles.stream().noneMatch(p -> isScaled(p, type)));
    for (var profile : profiles) {
      if (profile.lifecycle() instanceof Lifecycle.Burst(var rule) && rule.isPresent()) {
        lines.computeIfAbsent(profile.type(), _ -> new Line(rule.get())).rule = rule.get();
      }
    }
    return !known.containsAll(lines.keySet());
  }

  private static boolean isScaled(AgentProfile profile, String type) {
    return profile.type().equals(type)
        && profile.lifecycle() instanceof Lifecycle.Burst(var rule)
        && rule.isPresent();
  }

  void add(String type, TaskId task, Instant since) {
    var line = lines.get(type);
    if (line != null) {
      line.queued.add(new Entry(since, task));
    }
  }

  void remove(String type, TaskId task, Instant since) {
    var line = lines.get(type);
    if (line != null) {
      line.queued.remove(new Entry(since, task));
    }
  }

  /** Types that are scaled, by name. */
  Set<String> types() {
    return lines.keySet();
  }

  Optional<ScalingRule> rule(String type) {
    return Optional.ofNullable(lines.get(type)).map(line -> line.rule);
  }

  int queued(String type) {
    return Optional.ofNullable(lines.get(type)).map(line -> line.queued.size()).orElse(0);
  }

  /** How long the oldest has waited; empty when none waits. */
  Optional<Duration> oldestWait(String type, Instant now) {
    return Optional.ofNullable(lines.get(type))
        .filter(line -> !line.queued.isEmpty())
        .map(line -> Duration.between(line.queued.first().since(), now));
  }

  /** Whether fewer are enough just now, for how long, and how many at most; empty when unscaled. */
  Optional<Lull> lull(String type) {
    return Optional.ofNullable(lines.get(type)).map(line -> line.lull);
  }

  /** So many are needed of so many: a lull begins, goes on, or is over. */
  void note(String type, int needed, int desired, Instant now) {
    Optional.ofNullable(lines.get(type))
        .ifPresent(line -> line.lull.note(needed, desired, now, line.rule.coolDown()));
  }
}
