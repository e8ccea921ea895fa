package dev.godmode.adapters.postgres;

import static dev.godmode.testkit.MemorySamples.id;
import static dev.godmode.testkit.MemorySamples.memory;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.memory.MemoryStore;
import dev.godmode.testkit.contract.MemoryStoreContract;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresMemoryStoreTest extends MemoryStoreContract {

  private final DatabaseAddress database = Database.fresh();
  private final PostgresStore store = PostgresStore.open(database);
  private final MemoryStore memories = store.memories();

  @Override
  protected MemoryStore store() {
    return memories;
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void who_follows_from_too_long_ago_is_told_to_begin_again() throws SQLException {
    memories.keep(memory(1, "one"));
    memories.keep(memory(2, "two"));
    memories.forget(List.of(id(1)));
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute("update memory_change set told_from = 2");
    }

    assertThat(memories.changes(1, 10).whole()).isFalse();
    assertThat(memories.changes(2, 10).whole()).isTrue();
    assertThat(memories.changes(0, 10).kept()).containsExactly(memory(2, "two"));
  }
}
