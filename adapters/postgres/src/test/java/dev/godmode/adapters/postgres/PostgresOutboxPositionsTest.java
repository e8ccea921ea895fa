package dev.godmode.adapters.postgres;

import dev.godmode.control.outbox.OutboxPositions;
import dev.godmode.testkit.contract.OutboxPositionsContract;
import org.junit.jupiter.api.AfterEach;

class PostgresOutboxPositionsTest extends OutboxPositionsContract {

  private final PostgresStore store = PostgresStore.open(Database.fresh());

  @Override
  protected OutboxPositions positions() {
    return store.outbox();
  }

  @AfterEach
  void close() {
    store.close();
  }
}
