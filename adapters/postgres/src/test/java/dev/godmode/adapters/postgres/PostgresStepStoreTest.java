package dev.godmode.adapters.postgres;

import dev.godmode.control.step.StepStore;
import dev.godmode.testkit.contract.StepStoreContract;
import org.junit.jupiter.api.AfterEach;

class PostgresStepStoreTest extends StepStoreContract {

  private final PostgresStore store = PostgresStore.open(Database.fresh());

  @Override
  protected StepStore store() {
    return store.steps();
  }

  @AfterEach
  void close() {
    store.close();
  }
}
