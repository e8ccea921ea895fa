package dev.godmode.server.identity;

import dev.godmode.control.engine.Engine;
import dev.godmode.kernel.Command.NoteDenial;
import java.time.InstantSource;

/** Brings every denial to the ledger; the same again and again is counted. */
public final class Denials {

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

  private final Tally<Kind> tally;

  /** A busy control does not wait for this: the log of the refusal is the answer itself. */
  public Denials(Engine engine, InstantSource clock) {
    this.tally =
        new Tally<>(
            clock,
            OTHERS,
            (kind, times) -> {
              var _ =
                  engine.submit(
                      "control", new NoteDenial(kind.who(), kind.what(), kind.why(), times));
            });
  }

  public void note(String who, String what, String why) {
    tally.note(new Kind(who, what, why));
  }

  /** Tells what has gathered in windows that are over. */
  public void settle() {
    tally.settle();
  }
}
