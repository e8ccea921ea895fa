package dev.godmode.server;

import dev.godmode.control.journal.Journal;
import dev.godmode.control.ledger.LedgerBooks;
import dev.godmode.control.projection.Tables;
import dev.godmode.server.view.Ledger;
import dev.godmode.testkit.InMemoryLedgerIndex;
import dev.godmode.testkit.InMemorySpendingBook;

/** Books that last as long as the test. */
final class TestBooks {

  private TestBooks() {}

  static LedgerBooks over(Journal journal, Tables tables) {
    return new LedgerBooks(
        journal, new InMemoryLedgerIndex(), new InMemorySpendingBook(), tables, Ledger::sentence);
  }
}
