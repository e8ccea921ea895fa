package dev.godmode.kernel.placement;

import dev.godmode.protocol.task.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the tasks of each key use of what they share: how many run, and when those with a limit per
 * minute began within the last minute.
 */
public final class Throttles {

  /** Free at no time that is known: when an attempt of the key ends. */
  static final long WHEN_ONE_ENDS = Long.MAX_VALUE;

  private static final long WINDOW_MILLIS = Duration.ofMinutes(1).toMillis();

  private static final class Use {
    private int running;
    private final ArrayDeque<Long> begun = new ArrayDeque<>();
  }

  private final Map<String, Use> uses = new HashMap<>();
  private boolean changed;

  /** An attempt of the key is leased. */
  public void run(Throttle throttle) {
    use(throttle).running++;
  }

  /** An attempt of the key begins now; only that counts for the rate. */
  public void begin(Throttle throttle, Instant at) {
    if (throttle.perMinute().isPresent()) {
      var begun = use(throttle).begun;
      begun.add(at.toEpochMilli());
      if (begun.size() > Throttle.PER_MINUTE_MAX) {
        begun.remove();
      }
      changed = true;
    }
  }

  public void end(Throttle throttle) {
    var use = use(throttle);
    use.running--;
    if (use.running == 0 && use.begun.isEmpty()) {
      uses.remove(throttle.key());
    }
  }

  /**
   * Another control process decides from now on, perhaps by a clock that is behind: what began
   * later than now by the one before counts as begun now, or it would count for longer than a
   * minute.
   */
  public void clockIs(Instant now) {
    for (var use : uses.values()) {
      var times = use.begun.stream().map(at -> Math.min(at, now.toEpochMilli())).sorted().toList();
      use.begun.clear();
      use.begun.addAll(times);
    }
    changed = true;
  }

  private Use use(Throttle throttle) {
    return uses.computeIfAbsent(throttle.key(), _ -> new Use());
  }

  /** From when on one more may begin, in milliseconds; 0 for at once. */
  long freeAt(Throttle throttle, long nowMillis) {
    var use = uses.get(throttle.key());
    if (use == null) {
      return 0;
    }
    if (isFull(throttle, use)) {
      return WHEN_ONE_ENDS;
    }
    return throttle.perMinute().map(most -> rateFreeAt(use, most, nowMillis)).orElse(0L);
  }

  private static boolean isFull(Throttle throttle, Use use) {
    return throttle.maxRunning().isPresent() && use.running >= throttle.maxRunning().get();
  }

  /** The window slides: of the last so many beginnings the first must be a minute ago. */
  private static long rateFreeAt(Use use, int most, long nowMillis) {
    while (!use.begun.isEmpty() && use.begun.peek() <= nowMillis - WINDOW_MILLIS) {
      use.begun.remove();
    }
    if (use.begun.size() < most) {
      return 0;
    }
    var skip = use.begun.size() - most;
    for (var at : use.begun) {
      if (skip == 0) {
        return at + WINDOW_MILLIS;
      }
      skip--;
    }
    return 0;
  }

  /** What keeps a task of the key, in words; empty when nothing does. */
  public Optional<String> obstacle(Throttle throttle, Instant now) {
    var use = uses.get(throttle.key());
    var free = freeAt(throttle, now.toEpochMilli());
    if (use == null || free == 0) {
      return Optional.empty();
    }
    return Optional.of(
        free == WHEN_ONE_ENDS
            ? "the key '%s' runs %d at once, as many as its limit of %d allows"
                .formatted(throttle.key(), use.running, throttle.maxRunning().orElse(0))
            : "the key '%s' may begin %d a minute; the next may begin at %s"
                .formatted(
                    throttle.key(), throttle.perMinute().orElse(0), Instant.ofEpochMilli(free)));
  }

  /** Whether beginnings were added since the last call. */
  public boolean takeChanged() {
    var was = changed;
    changed = false;
    return was;
  }

  /**
   * What must outlive this process: when attempts began, in milliseconds, by key. Keys that matter
   * no more are let go of along the way.
   */
  public Map<String, List<Long>> begun() {
    var newest = uses.values().stream().mapToLong(Throttles::newest).max().orElse(0);
    var since = newest - WINDOW_MILLIS;
    uses.values().removeIf(use -> use.running == 0 && newest(use) <= since);
    var begun = new HashMap<String, List<Long>>();
    uses.forEach(
        (key, use) -> {
          var recent = use.begun.stream().filter(at -> at > since).toList();
          if (!recent.isEmpty()) {
            begun.put(key, recent);
          }
        });
    return begun;
  }

  private static long newest(Use use) {
    return use.begun.isEmpty() ? 0 : use.begun.getLast();
  }

  /** Knows again what outlived an earlier process. */
  public void restore(Map<String, List<Long>> begun) {
    begun.forEach((key, at) -> uses.computeIfAbsent(key, _ -> new Use()).begun.addAll(at));
  }
}
