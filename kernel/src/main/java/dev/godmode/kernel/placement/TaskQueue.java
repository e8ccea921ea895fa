package dev.godmode.kernel.placement;

import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Queued tasks, grouped by what they need and ordered by priority with ageing.
 *
 * <p>A task gains one point of priority for each minute it waits. Since all age alike, the order of
 * two tasks never changes: it is that of (time queued − priority × 1 minute), so ageing costs
 * nothing. A group whose first task fits nowhere is skipped as a whole: it blocks nobody.
 */
public final class TaskQueue {

  private static final Duration PER_PRIORITY_POINT = Duration.ofMinutes(1);

  /** A task's place; smaller goes first. */
  record Place(long weightMillis, TaskId task) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::weightMillis).thenComparing(Place::task);

    static Place of(Task task, TaskPhase.Queued queued) {
      return new Place(
          queued.since().toEpochMilli() - task.spec().priority() * PER_PRIORITY_POINT.toMillis(),
          task.id());
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private record Entry(Need need, Place place) {}

  private final Map<TaskId, Entry> entries = new HashMap<>();
  private final Map<Need, TreeSet<Place>> groups = new HashMap<>();

  public void add(Task task, Need need, TaskPhase.Queued queued) {
    var place = Place.of(task, queued);
    entries.put(task.id(), new Entry(need, place));
    groups.computeIfAbsent(need, _ -> new TreeSet<>()).add(place);
  }

  public void remove(TaskId task) {
    var entry = entries.remove(task);
    if (entry != null) {
      groups.computeIfPresent(
          entry.need(),
          (_, places) -> {
            places.remove(entry.place());
            return places.isEmpty() ? null : places;
          });
    }
  }

  public int size() {
    return entries.size();
  }

  /** How many queued tasks would go before this one if all needs were alike. */
  public int ahead(TaskId task) {
    var entry = entries.get(task);
    return entry == null
        ? 0
        : groups.values().stream().mapToInt(places -> places.headSet(entry.place()).size()).sum();
  }

  /** Hands the first task of each group out, best first, until no group can place its first. */
  public void drain(Function<Candidacy, Boolean> place) {
    var heads = new TreeMap<Place, Need>();
    groups.forEach((need, places) -> heads.put(places.first(), need));
    while (!heads.isEmpty()) {
      var head = heads.pollFirstEntry();
      var need = head.getValue();
      if (place.apply(new Candidacy(head.getKey().task(), need))) {
        first(need).ifPresent(next -> heads.put(next, need));
      }
    }
  }

  /** A task that is next in its group. */
  public record Candidacy(TaskId task, Need need) {}

  private Optional<Place> first(Need need) {
    return Optional.ofNullable(groups.get(need)).map(TreeSet::first);
  }
}
