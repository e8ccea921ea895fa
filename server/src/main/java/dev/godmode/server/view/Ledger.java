package dev.godmode.server.view;

import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.Journal.LedgerQuery;
import dev.godmode.control.journal.Subjects;
import dev.godmode.protocol.api.LedgerLine;
import dev.godmode.protocol.event.JournalEntry;
import java.util.List;
import java.util.Optional;

/** The journal as people read it. */
public final class Ledger {

  private final Journal journal;

  public Ledger(Journal journal) {
    this.journal = journal;
  }

  /** Newest first. */
  public List<LedgerLine> search(LedgerQuery query) {
    return journal.search(query).stream().map(Ledger::line).toList();
  }

  public List<LedgerLine> after(long sequence, int limit) {
    return journal.read(sequence, limit).stream().map(Ledger::line).toList();
  }

  /** The last entries, newest first. */
  public List<LedgerLine> last(int limit) {
    return search(new LedgerQuery(Optional.empty(), Optional.empty(), Long.MAX_VALUE, limit));
  }

  /** What happened to one task or node, oldest first. */
  public List<LedgerLine> story(String subject, int limit) {
    return search(new LedgerQuery(Optional.of(subject), Optional.empty(), Long.MAX_VALUE, limit))
        .reversed();
  }

  public Journal journal() {
    return journal;
  }

  public static LedgerLine line(JournalEntry entry) {
    return new LedgerLine(
        entry.sequence(),
        entry.at(),
        entry.by(),
        entry.event().getClass().getSimpleName(),
        Subjects.of(entry.event()),
        LedgerTexts.of(entry.event(), entry.at()),
        entry.event());
  }
}
