package dev.godmode.server.view;

import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.Subjects;
import dev.godmode.control.ledger.LedgerBooks;
import dev.godmode.control.ledger.LedgerFilter;
import dev.godmode.control.ledger.LedgerSearch;
import dev.godmode.protocol.api.LedgerLine;
import dev.godmode.protocol.api.Requests.LedgerPage;
import dev.godmode.protocol.event.JournalEntry;
import java.util.List;

/** The journal as people read it. */
public final class Ledger {

  private final LedgerBooks books;

  public Ledger(LedgerBooks books) {
    this.books = books;
  }

  /** Newest first, before an entry. */
  public LedgerPage page(LedgerFilter filter, long before, int limit) {
    var page = entries(filter, before, limit);
    return new LedgerPage(
        page.entries().stream().map(Ledger::line).toList(), page.next().map(String::valueOf));
  }

  /** The same as the journal has them. */
  public LedgerSearch.Page entries(LedgerFilter filter, long before, int limit) {
    return books.search().page(filter, before, limit);
  }

  /** Those of some new entries that are asked for. */
  public List<JournalEntry> fitting(LedgerFilter filter, List<JournalEntry> entries) {
    return books.search().fitting(filter, entries);
  }

  /** The last entries, newest first. */
  public List<LedgerLine> last(int limit) {
    return page(LedgerFilter.NONE, Long.MAX_VALUE, limit).items();
  }

  /** What happened to one task or node, oldest first. */
  public List<LedgerLine> story(String subject, int limit) {
    return page(LedgerFilter.about(subject), Long.MAX_VALUE, limit).items().reversed();
  }

  public Journal journal() {
    return books.journal();
  }

  public LedgerBooks books() {
    return books;
  }

  public static LedgerLine line(JournalEntry entry) {
    return new LedgerLine(
        entry.sequence(),
        entry.at(),
        entry.who(),
        entry.under(),
        entry.event().getClass().getSimpleName(),
        Subjects.of(entry.event()),
        sentence(entry),
        entry.event());
  }

  /** An entry as one sentence. */
  public static String sentence(JournalEntry entry) {
    return LedgerTexts.of(entry.event(), entry.at());
  }
}
