package dev.godmode.adapters.postgres;

import dev.godmode.control.memory.summary.TidyRules;
import dev.godmode.testkit.contract.TidyRulesContract;
import org.junit.jupiter.api.AfterEach;

class PostgresTidyRulesTest extends TidyRulesContract {

  private final PostgresStore store = PostgresStore.open(Database.fresh());

  @Override
  protected TidyRules rules() {
    return store.tidyRules();
  }

  @AfterEach
  void close() {
    store.close();
  }
}
