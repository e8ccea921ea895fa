package dev.godmode.adapters.postgres;

import dev.godmode.control.projection.Tables;
import dev.godmode.testkit.contract.TablesContract;
import org.junit.jupiter.api.AfterEach;

class PostgresTablesTest extends TablesContract {

  private final PostgresStore store = PostgresStore.open(Database.fresh());
  private final Tables tables = store.tables();

  @Override
  protected Tables tables() {
    return tables;
  }

  @AfterEach
  void close() {
    store.close();
  }
}
