package dev.godmode.adapters.postgres;

import dev.godmode.control.mail.MailStore;
import dev.godmode.testkit.contract.MailStoreContract;
import org.junit.jupiter.api.AfterEach;

class PostgresMailStoreTest extends MailStoreContract {

  private final PostgresStore store = PostgresStore.open(Database.fresh());

  @Override
  protected MailStore store() {
    return store.mail();
  }

  @AfterEach
  void close() {
    store.close();
  }
}
