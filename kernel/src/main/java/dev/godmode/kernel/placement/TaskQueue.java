package dev.godmode.kernel.placement;

import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Queued tasks, in the order in which they may be placed.
 *
 * <p><b>Between streams</b> the greatest priority goes first; among equals each gets its share by
 * weight, however many tasks it has queued. <b>Between the types of agents</b> of one stream the
 * same holds, with equal weights. A stream or a type that is always outbid gains a point of
 * priority for each minute in which it was not served, so nobody waits for ever.
 *
 * <p><b>Between tasks</b> of one stream and type, priority and age decide: a task gains one point
 * for each minute it waits. Since all age alike, the order of two tasks never changes: it is that
 * of (time queued − priority × 1 minute), so ageing costs nothing.
 *
 * <p>Tasks that need the same are placed alike, so when one fits nowhere the others of its kind are
 * not even tried: it blocks nobody else.
 */
public final class TaskQueue {

  private static final Duration PER_PRIORITY_POINT = Duration.ofMinutes(1);

  /** Tasks that go first are counted so far. */
  public static final int AHEAD_MAX = 1_000;

  /** When so many streams are known, those that matter no more are let go of. */
  private static final int MANY = 1_000;

  /** A task's place among those of its stream and agent; smaller goes first. */
  record Place(long weightMillis, TaskId task, int priority) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::weightMillis).thenComparing(Place::task);

    static Place of(Task task, TaskPhase.Queued queued) {
      return new Place(
          queued.since().toEpochMilli() - task.spec().priority() * PER_PRIORITY_POINT.toMillis(),
          task.id(),
          task.spec().priority());
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private record Entry(StreamQueue stream, Need need, Place place) {}

  private final Map<TaskId, Entry> entries = new HashMap<>();
  private final Map<String, StreamQueue> streams = new HashMap<>();
  private long virtualTime;

  public void add(Task task, Need need, TaskPhase.Queued queued) {
    var name = task.spec().stream();
    var stream = streams.get(name);
    if (stream == null) {
      if (streams.size() % MANY == MANY - 1) {
        streams.values().removeIf(this::isForgettable);
      }
      stream = new StreamQueue(name, new Share(virtualTime, queued.since()));
      streams.put(name, stream);
    } else if (stream.size() == 0) {
      stream.share().comeBack(virtualTime, queued.since());
    }
    var place = Place.of(task, queued);
    entries.put(task.id(), new Entry(stream, stream.add(need, place, queued.since()), place));
  }

  public void remove(TaskId task) {
    var entry = entries.remove(task);
    if (entry != null) {
      entry.stream().remove(entry.need(), entry.place());
    }
  }

  /** A task of the stream was placed. */
  public void served(String stream, String agentType, int weight, Instant at) {
    var queue = streams.get(stream);
    if (queue != null) {
      virtualTime = Math.max(virtualTime, queue.share().serve(weight, at));
      queue.served(agentType, at);
    }
  }

  /** A stream is treated in another way from now on: what it was kept from it has not saved up. */
  public void treatedAnew(String stream, Instant at) {
    Optional.ofNullable(streams.get(stream))
        .ifPresent(queue -> queue.share().comeBack(virtualTime, at));
  }

  /** Nothing is queued, and it has not been served ahead of its turn. */
  private boolean isForgettable(StreamQueue stream) {
    return stream.size() == 0 && stream.share().pass() <= virtualTime;
  }

  public int size() {
    return entries.size();
  }

  /** How many tasks of a stream are queued. */
  public int size(String stream) {
    return Optional.ofNullable(streams.get(stream)).map(StreamQueue::size).orElse(0);
  }

  /**
   * How many queued tasks of the same stream would go before this one if all needs were alike, at
   * most {@link #AHEAD_MAX}: who asks must not keep the kernel.
   */
  public int ahead(TaskId task) {
    var entry = entries.get(task);
    return entry == null ? 0 : entry.stream().ahead(entry.place(), AHEAD_MAX);
  }

  /** A task whose turn it is. */
  public record Candidacy(TaskId task, Need need) {}

  /**
   * Hands tasks out, best first, until none can be placed.
   *
   * @param admits whether a stream may have another task placed; asked before each
   * @param place places the task and thereby takes it out of the queue; false when no node fits
   */
  public void drain(Instant now, Predicate<String> admits, Predicate<Candidacy> place) {
    Set<Need> blocked = new HashSet<>();
    var turns = new PriorityQueue<>(order(now));
    streams.values().forEach(stream -> turn(stream, blocked, admits, now).ifPresent(turns::add));
    for (var next = turns.poll(); next != null; next = turns.poll()) {
      var head = next.head();
      // What its turn was made for may have been found to fit nowhere in another stream meanwhile.
      if (!blocked.contains(head.need())
          && !place.test(new Candidacy(head.place().task(), head.need()))) {
        blocked.add(head.need());
      }
      turn(next.stream(), blocked, admits, now).ifPresent(turns::add);
    }
  }

  private record Turn(StreamQueue stream, Lane.Head head) {}

  private static Optional<Turn> turn(
      StreamQueue stream, Set<Need> blocked, Predicate<String> admits, Instant now) {
    return stream.size() > 0 && admits.test(stream.name())
        ? stream.head(blocked, now).map(head -> new Turn(stream, head))
        : Optional.empty();
  }

  private static Comparator<Turn> order(Instant now) {
    return Comparator.<Turn>comparingLong(
            turn -> -turn.stream().share().aged(turn.head().place().priority(), now))
        .thenComparingLong(turn -> turn.stream().share().pass())
        .thenComparing(turn -> turn.head().place());
  }

  /** Tells of each stream that has queued tasks. */
  public Map<String, Integer> sizes() {
    var sizes = new HashMap<String, Integer>();
    streams.values().stream()
        .filter(stream -> stream.size() > 0)
        .forEach(stream -> sizes.put(stream.name(), stream.size()));
    return sizes;
  }
}
