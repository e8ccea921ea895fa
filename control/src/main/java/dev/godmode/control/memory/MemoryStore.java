package dev.godmode.control.memory;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where memories are kept: the truth. Each change gets a number, and whoever sees a number sees all
 * changes before it.
 */
public interface MemoryStore {

  /** A summary has it. */
  String SUMMARY_TAG = "summary";

  /** What came of keeping one. */
  sealed interface Kept {
    /** The one that is there now. */
    Memory memory();
  }

  /** It is there from now on. */
  record Fresh(Memory memory) implements Kept {}

  /** The same text was in that scope already; nothing was changed. */
  record Known(Memory memory) implements Kept {}

  /** Keeps one, unless its text is in its scope already. */
  Kept keep(Memory memory);

  /**
   * Gives one a wider scope. Where its text is there already that one stays, and this one goes.
   *
   * @return empty when there is none of that id, or its scope is not {@code promoted.promoted.from}
   *     any more
   */
  Optional<Kept> promote(Memory promoted);

  /** Those of these ids that there are, in no order. */
  List<Memory> all(Collection<String> ids);

  default Optional<Memory> find(String id) {
    return all(List.of(id)).stream().findFirst();
  }

  /**
   * A page of them.
   *
   * @param scopes all when empty
   * @param tag all when empty
   * @param before ids below this one, which are older; empty for the newest
   */
  record Listing(
      Optional<Set<MemoryScope>> scopes, Optional<String> tag, Optional<String> before, int limit) {
    public Listing {
      scopes = scopes.map(Set::copyOf);
    }
  }

  /** The newest first. */
  List<Memory> list(Listing listing);

  /**
   * Some of a scope that could be summed up, the oldest first: first said before a moment, kept for
   * good, in no summary, and no summary themselves.
   */
  List<Memory> old(MemoryScope scope, Instant before, int limit);

  /**
   * Keeps a summary, and says of others that they are summed up in it. When it is forgotten they
   * are as they were before.
   *
   * @param originals ids
   * @param until they are forgotten then; empty: they stay
   * @return false when nothing was changed: one of them is no more, is summed up already or in
   *     another scope, or the summary's text is there already
   */
  boolean sumUp(Memory summary, List<String> originals, Optional<Instant> until);

  /** Takes them away for good. Those of them that there were. */
  List<Memory> forget(Collection<String> ids);

  /** Some of those whose time is over. */
  List<String> expired(Instant now, int limit);

  /** How many there are, by scope. */
  Map<MemoryScope, Long> counts();

  /** How many there are in one. */
  long count(MemoryScope scope);

  /** The number of the last change; 0 when there never was one. */
  long position();

  /**
   * What changed after a number, each memory once, as it is now.
   *
   * @param gone ids that are no more
   * @param position to go on from
   * @param whole false when it was too long ago to be told: begin with 0 again
   */
  record Changes(List<Memory> kept, List<String> gone, long position, boolean whole) {
    public Changes {
      kept = List.copyOf(kept);
      gone = List.copyOf(gone);
    }

    public boolean isEmpty() {
      return kept.isEmpty() && gone.isEmpty() && whole;
    }
  }

  /** At most so many changes, the oldest first. */
  Changes changes(long after, int limit);
}
