package dev.godmode.server.identity;

import dev.godmode.control.engine.Engine;
import dev.godmode.kernel.Command.NoteDenial;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Brings every denial to the ledger: the first of a kind at once, what follows within the window as
 * one entry that says how often. Whoever is refused all day long must not be able to fill the
 * journal.
 */
public final class Denials {

  static final Duration WINDOW = Duration.ofSeconds(30);

  /** Kinds that are told apart within a window. */
  static final int KINDS_MAX = 200;

  private static final int WORDS_MAX = 200;

  /** What was refused; the same again is the same kind. */
  public record Kind(String who, String what, String why) {
    public Kind {
      who = cut(who);
      what = cut(what);
      why = cut(why);
    }

    private static String cut(String words) {
      var plain = words.replaceAll("\\p{Cntrl}", " ");
      return plain.substring(0, Math.min(WORDS_MAX, plain.length()));
    }
  }

  private static final Kind OTHERS =
      new Kind("many", "many things", "too many kinds to tell apart");

  private record Since(Instant told, int more) {}

  private final Engine engine;
  private final InstantSource clock;
  private final Map<Kind, Since> recent = new LinkedHashMap<>();

  public Denials(Engine engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  public synchronized void note(String who, String what, String why) {
    var kind = kind(new Kind(who, what, why));
    var known = recent.get(kind);
    if (known == null) {
      recent.put(kind, new Since(clock.instant(), 0));
      tell(kind, 1);
    } else {
      recent.put(kind, new Since(known.told(), known.more() + 1));
    }
  }

  private Kind kind(Kind kind) {
    settle();
    return recent.containsKey(kind) || recent.size() < KINDS_MAX ? kind : OTHERS;
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
          tell(next.getKey(), next.getValue().more());
        }
      }
    }
  }

  /** A busy control does not wait for this: the log of the refusal is the answer itself. */
  private void tell(Kind kind, int times) {
    var _ = engine.submit("control", new NoteDenial(kind.who(), kind.what(), kind.why(), times));
  }
}
