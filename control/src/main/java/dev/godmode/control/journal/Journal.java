package dev.godmode.control.journal;

import dev.godmode.protocol.api.Requests.LedgerVerdict;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.JournalEntry;
import java.util.List;
import java.util.Optional;

/** The append-only, hash-chained truth. One writer; a second one collides and learns of it. */
public interface Journal {

  /** Where the journal ends: the last sequence number (0 when empty) and its hash. */
  Head head();

  /**
   * Makes entries durable, all or none, in order, right behind the head.
   *
   * @throws JournalFenced when another writer has written there; this control must step down
   * @throws JournalUnavailable when it cannot be told that they are durable; the caller may try the
   *     same entries again, which succeeds also when the first try had reached the disk
   */
  void append(List<SealedEntry> entries);

  /** Entries behind {@code after}, oldest first. */
  List<JournalEntry> read(long after, int limit);

  /** Entries between two numbers, newest first, narrowed by what is asked for. */
  List<JournalEntry> search(LedgerQuery query);

  /** These very entries, newest first; those that are not there are left out. */
  List<JournalEntry> pick(List<Long> sequences);

  /** Walks the whole chain over the bytes as they are stored. */
  LedgerVerdict verify();

  record Head(long sequence, String hash) {
    /** The hash before the first entry. */
    public static final String GENESIS = "0".repeat(64);

    public static final Head EMPTY = new Head(0, GENESIS);
  }

  /**
   * Which entries are asked for.
   *
   * @param subject a task's or node's id, or "fleet"
   * @param kind the event's type, "AttemptLeased"
   * @param after exclusive
   * @param before exclusive
   */
  record LedgerQuery(
      Optional<String> subject, Optional<String> kind, long after, long before, int limit) {

    /** As far back as the journal goes. */
    public LedgerQuery(Optional<String> subject, Optional<String> kind, long before, int limit) {
      this(subject, kind, 0, before, limit);
    }

    /** The last events of a kind. */
    public static LedgerQuery last(Class<? extends Event> kind, int limit) {
      return new LedgerQuery(
          Optional.empty(), Optional.of(kind.getSimpleName()), Long.MAX_VALUE, limit);
    }
  }

  /** Another control writes this journal. */
  final class JournalFenced extends RuntimeException {
    private static final long serialVersionUID = 1;

    public JournalFenced(String message) {
      super(message);
    }
  }

  /** The database does not answer; nothing is known to be durable. */
  final class JournalUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public JournalUnavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
