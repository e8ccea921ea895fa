package dev.godmode.kernel.placement;

import dev.godmode.kernel.placement.Group.Standing;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
 * not even tried: it blocks nobody else. What waits for more than a slot ({@link Parking}) is not
 * tried again before that may have come.
 */
public final class TaskQueue {

  private static final Duration PER_PRIORITY_POINT = Duration.ofMinutes(1);

  /** Tasks that go first are counted so far. */
  public static final int AHEAD_MAX = 1_000;

  /** When so many streams are known, those that matter no more are let go of. */
  private static final int MANY = 1_000;

  /** A task's place among those of its stream and agent; smaller goes first. */
  record Place(long weightMillis, TaskId task, int priority) implements Comparable<Place> {

    static Place of(Task task, TaskPhase.Queued queued) {
      return new Place(
          queued.since().toEpochMilli() - task.spec().priority() * PER_PRIORITY_POINT.toMillis(),
          task.id(),
          task.spec().priority());
    }

    @Override
    public int compareTo(Place other) {
      var byWeight = Long.compare(weightMillis, other.weightMillis);
      return byWeight != 0 ? byWeight : task.compareTo(other.task);
    }
  }

  private record Entry(StreamQueue stream, Group group, Place place) {}

  private final Map<TaskId, Entry> entries = new HashMap<>();
  private final Map<String, StreamQueue> streams = new HashMap<>();
  private final Throttles throttles;
  private final Parking parking = new Parking();
  private long virtualTime;

  public TaskQueue(Throttles throttles) {
    this.throttles = throttles;
  }

  public void add(Task task, Need need, TaskPhase.Queued queued) {
    var name = task.spec().stream();
    var stream = streams.get(name);
    if (stream == null) {
      if (streams.size() % MANY == MANY - 1) {
        streams.values().removeIf(this::isForgettable);
      }
      stream = new StreamQueue(name, new Share(virtualTime, queued.since()));
      streams.put(name, stream);
    } else if (!stream.isReady()) {
      stream.share().comeBack(virtualTime, queued.since());
    }
    var place = Place.of(task, queued);
    entries.put(task.id(), new Entry(stream, stream.add(need, place, queued.since()), place));
  }

  public void remove(TaskId task) {
    var entry = entries.remove(task);
    if (entry != null) {
      entry.stream().remove(entry.group(), entry.place());
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
    var queue = streams.get(stream);
    if (queue != null) {
      queue.share().comeBack(virtualTime, at);
    }
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
    var queue = streams.get(stream);
    return queue == null ? 0 : queue.size();
  }

  /**
   * How many queued tasks of the same stream would go before this one if all needs were alike, at
   * most {@link #AHEAD_MAX}: who asks must not keep the kernel.
   */
  public int ahead(TaskId task) {
    var entry = entries.get(task);
    return entry == null ? 0 : entry.stream().ahead(entry.place(), AHEAD_MAX);
  }

  /** Nodes came, went, or changed: what no node would do for may have its chance. */
  public void fleetChanged(Instant at) {
    giveBack(parking.takeHopeless(), at);
  }

  /** An attempt of the key ended. */
  public void freed(String key, Instant at) {
    giveBack(parking.take(key), at);
  }

  /** Whether the time has come of something that waits for it. */
  public boolean isDue(Instant now) {
    return parking.isDue(now.toEpochMilli());
  }

  private void giveBack(List<Group> groups, Instant at) {
    for (var group : groups) {
      var stream = group.lane().stream();
      if (!stream.isReady()) {
        stream.share().comeBack(virtualTime, at);
      }
      stream.giveBack(group, at);
    }
  }

  /** A task whose turn it is. */
  public record Candidacy(TaskId task, Need need) {}

  /** What became of a candidacy. */
  public enum Outcome {
    /** It is out of the queue. */
    PLACED,
    /** No node has room for such a task just now. */
    NO_PLACE,
    /** No node of the fleet would do, even if it had room. */
    HOPELESS,
    /** Nothing of its agent may be placed just now. */
    AGENT_BARRED,
    /** No node has room for any task. */
    FLEET_FULL
  }

  /**
   * Hands tasks out, best first, until none can be placed.
   *
   * @param admits whether a stream may have another task placed; asked before each
   * @param place places the task and thereby takes it out of the queue, or says why not
   */
  public void drain(Instant now, Predicate<String> admits, Function<Candidacy, Outcome> place) {
    var nowMillis = now.toEpochMilli();
    giveBack(parking.takeDue(nowMillis), now);
    var pass = new Pass(nowMillis, admits);
    var outcome = Outcome.PLACED;
    for (var next = pass.begin(); next != null && outcome != Outcome.FLEET_FULL; ) {
      var group = next.group();
      if (pass.mayTry(group)) {
        outcome = place.apply(new Candidacy(group.first().task(), group.need()));
        pass.learn(group, outcome);
      }
      next = pass.next(next.stream());
    }
    pass.end();
  }

  private record Turn(StreamQueue stream, Group group, long priority) {

    private static final Comparator<Turn> ORDER =
        Comparator.comparingLong(Turn::priority)
            .reversed()
            .thenComparingLong(turn -> turn.stream().share().pass())
            .thenComparing(turn -> turn.group().first());
  }

  /** One go through the queue, and what was learned on the way. */
  private final class Pass {
    private final long nowMillis;
    private final Predicate<String> admits;
    private final PriorityQueue<Turn> turns = new PriorityQueue<>(Turn.ORDER);
    private final Set<Need> noPlace = new HashSet<>();
    private final List<Group> aside = new ArrayList<>();
    private final Set<StreamQueue> barred = new HashSet<>();

    Pass(long nowMillis, Predicate<String> admits) {
      this.nowMillis = nowMillis;
      this.admits = admits;
    }

    @Nullable Turn begin() {
      streams.values().forEach(this::line);
      return turns.poll();
    }

    /** The next turn, after the stream that had the last one stands in line again. */
    @Nullable Turn next(StreamQueue last) {
      line(last);
      return turns.poll();
    }

    private void line(StreamQueue stream) {
      if (stream.size() > 0 && admits.test(stream.name())) {
        var head = stream.head(nowMillis);
        if (head != null) {
          var priority = stream.share().aged(head.first().priority(), nowMillis);
          turns.add(new Turn(stream, head, priority));
        }
      }
    }

    /** Whether nothing is known yet that is in its way; else it leaves the line. */
    boolean mayTry(Group group) {
      if (!noPlace.isEmpty() && noPlace.contains(group.need())) {
        setAside(group);
        return false;
      }
      var throttle = group.need().throttle();
      if (throttle.isPresent()) {
        var free = throttles.freeAt(throttle.get(), nowMillis);
        if (free > nowMillis) {
          group.lane().take(group, Standing.PARKED);
          parking.throttled(throttle.get().key(), group, free);
          return false;
        }
      }
      return true;
    }

    void learn(Group group, Outcome outcome) {
      switch (outcome) {
        case PLACED, FLEET_FULL -> {}
        case NO_PLACE -> {
          noPlace.add(group.need());
          setAside(group);
        }
        case HOPELESS -> {
          group.lane().take(group, Standing.PARKED);
          parking.hopeless(group);
        }
        case AGENT_BARRED -> {
          group.lane().stream().bar(group.lane());
          barred.add(group.lane().stream());
        }
      }
    }

    private void setAside(Group group) {
      group.lane().take(group, Standing.ASIDE);
      aside.add(group);
    }

    void end() {
      aside.forEach(group -> group.lane().giveBack(group));
      barred.forEach(StreamQueue::unbar);
    }
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
