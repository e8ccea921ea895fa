package dev.godmode.control.ledger;

import dev.godmode.control.journal.Journal;
import dev.godmode.control.projection.Tables;
import dev.godmode.protocol.api.Totals.Total;
import dev.godmode.protocol.api.Totals.TotalsBy;
import dev.godmode.protocol.event.JournalEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The journal with all that is needed to search it and to add it up. */
public final class LedgerBooks {

  private final Journal journal;
  private final LedgerIndexer indexer;
  private final LedgerSearch search;
  private final SpendingBook spendings;

  /**
   * Books over a journal.
   *
   * @param sentence an entry as people read it
   */
  public LedgerBooks(
      Journal journal,
      LedgerIndex index,
      SpendingBook spendings,
      Tables tables,
      Function<JournalEntry, String> sentence) {
    var places = new Places(tables);
    this.journal = journal;
    this.spendings = spendings;
    this.indexer = new LedgerIndexer(journal, index, spendings, places, sentence);
    this.search = new LedgerSearch(journal, index, places, sentence);
  }

  public Journal journal() {
    return journal;
  }

  public LedgerIndexer indexer() {
    return indexer;
  }

  public LedgerSearch search() {
    return search;
  }

  /** Sums of all that is in the journal now. */
  public List<Total> totals(TotalsBy by, Optional<Instant> from, Optional<Instant> to) {
    indexer.catchUp();
    return spendings.totals(by, from, to);
  }
}
