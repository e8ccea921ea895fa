package dev.godmode.adapters.postgres;

import dev.godmode.control.ledger.SpendingBook;
import dev.godmode.testkit.contract.SpendingBookContract;
import org.junit.jupiter.api.AfterEach;

class PostgresSpendingBookTest extends SpendingBookContract {

  private final PostgresStore store = PostgresStore.open(Database.fresh());
  private final SpendingBook book = store.spendings();

  @Override
  protected SpendingBook book() {
    return book;
  }

  @AfterEach
  void close() {
    store.close();
  }
}
