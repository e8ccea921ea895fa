package dev.godmode.adapters.postgres;

import dev.godmode.control.ledger.LedgerIndex;
import dev.godmode.testkit.contract.LedgerIndexContract;
import org.junit.jupiter.api.AfterEach;

class PostgresLedgerIndexTest extends LedgerIndexContract {

  private final PostgresStore store = PostgresStore.open(Database.fresh());
  private final LedgerIndex index = store.ledgerIndex();

  @Override
  protected LedgerIndex index() {
    return index;
  }

  @AfterEach
  void close() {
    store.close();
  }
}
