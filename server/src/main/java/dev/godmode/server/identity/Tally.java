package dev.godmode.server.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * Tells of what happens again and again in few words: the first of a kind at once, what follows
 * within the window as one word that says how often. Whoever does a thing all day long must not be
 * able to fill the journal.
 *
 * @param <K> what is the same kind
 */
public final class Tally<K> {

  public static final Duration WINDOW = Duration.ofSeconds(30);

  /** Kinds that are told apart within a window. */
  static final int KINDS_MAX = 200;

  private record Since(Instant told, int more) {}

  private final InstantSource clock;
  private final K others;
  private final ObjIntConsumer<K> tell;
  private final Map<K, Since> recent = new LinkedHashMap<>();

  /**
   * Nothing has happened yet.
   *
   * @param others stands for all that is too much to be told apart
   * @param tell says that a kind happened so many times
   */
  public Tally(InstantSource clock, K others, ObjIntConsumer<K> tell) {
    this.clock = clock;
    this.others = others;
    this.tell = tell;
  }

  public synchronized void note(K happened) {
    settle();
    var kind = recent.containsKey(happened) || recent.size() < KINDS_MAX ? happened : others;
    var known = recent.get(kind);
    if (known == null) {
      recent.put(kind, new Since(clock.instant(), 0));
      tell.accept(kind, 1);
    } else {
      recent.put(kind, new Since(known.told(), known.more() + 1));
    }
  }

  /** Tells what has gathered in windows that are over. */
  public synchronized void settle() {
    var now = clock.instant();
    var all = recent.entrySet().iterator();
    while (all.hasNext()) {
      var next = all.next();
      if (!next.getValue().told().plus(WINDOW).isAfter(now)) {
        all.remove();
        if (next.getValue().more() > 0) {
          tell.accept(next.getKey(), next.getValue().more());
        }
      }
    }
  }
}
