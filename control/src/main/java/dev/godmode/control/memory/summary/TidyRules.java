package dev.godmode.control.memory.summary;

import dev.godmode.control.memory.MemoryScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where it is kept which scopes are kept tidy by themselves; one rule for each. */
public interface TidyRules {

  /**
   * A rule, and how it stands.
   *
   * @param next when it is carried out
   * @param last empty when it never was
   */
  record Standing(TidyRule rule, Instant next, Optional<TidyTurn> last) {}

  /** All of them, by scope. */
  List<Standing> all();

  /**
   * From now on this is its scope's rule, and never carried out yet.
   *
   * @return the one that it takes the place of
   */
  Optional<TidyRule> set(TidyRule rule, Instant next);

  /** Takes a scope's rule away; false when there was none. */
  boolean remove(MemoryScope scope);

  /** Notes what came of a rule, unless it was changed or taken away meanwhile. */
  void note(TidyRule rule, TidyTurn turn, Instant next);
}
