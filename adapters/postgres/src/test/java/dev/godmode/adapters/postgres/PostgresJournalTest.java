package dev.godmode.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.Journal.Head;
import dev.godmode.control.journal.Journal.JournalUnavailable;
import dev.godmode.protocol.api.Requests.LedgerVerdict;
import dev.godmode.testkit.contract.JournalContract;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresJournalTest extends JournalContract {

  private final DatabaseAddress address = Database.fresh();
  private final PostgresStore store = PostgresStore.open(address);
  private final Journal journal = store.journal();

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected Journal journal() {
    return journal;
  }

  @Test
  void a_row_that_was_tampered_with_is_named() throws SQLException {
    journal.append(entries(Head.EMPTY, 5, "boom"));

    execute(
        """
        update journal
        set body = replace(body, '"t3","reason":"boom"', '"t3","reason":"fine"')
        """);

    assertThat(journal.verify()).isEqualTo(new LedgerVerdict(false, 2, Optional.of(3L)));
  }

  @Test
  void a_line_that_was_cut_out_of_a_row_is_named() throws SQLException {
    journal.append(entries(Head.EMPTY, 5, "boom"));

    execute(
        """
        update journal set body = regexp_replace(body, '[^\\n]*"t4"[^\\n]*\\n', '')
        """);

    assertThat(journal.verify()).isEqualTo(new LedgerVerdict(false, 3, Optional.of(4L)));
  }

  @Test
  void a_row_whose_hash_was_changed_is_named() throws SQLException {
    journal.append(entries(Head.EMPTY, 5, "boom"));

    execute("update journal set hash = repeat('a', 64)");

    assertThat(journal.verify()).isEqualTo(new LedgerVerdict(false, 4, Optional.of(5L)));
  }

  @Test
  void a_row_that_is_gone_is_named() throws SQLException {
    entries(Head.EMPTY, 5, "boom").forEach(entry -> journal.append(List.of(entry)));

    execute("delete from journal where first = 4");

    assertThat(journal.verify()).isEqualTo(new LedgerVerdict(false, 3, Optional.of(4L)));
  }

  @Test
  void a_restart_of_the_database_loses_nothing_and_repeats_nothing() {
    var first = entries(Head.EMPTY, 3, "before");
    journal.append(first);
    var second = entries(first.getLast().head(), 3, "after");

    Database.server().stop();
    assertThatThrownBy(() -> journal.append(second)).isInstanceOf(JournalUnavailable.class);
    Database.server().ensureRunning();
    journal.append(second);

    assertThat(journal.verify()).isEqualTo(new LedgerVerdict(true, 6, Optional.empty()));
  }

  @Test
  void tables_of_another_version_are_refused_in_words() throws SQLException {
    execute("update flyway_schema_history set checksum = 1");

    assertThatThrownBy(() -> PostgresStore.open(address))
        .hasMessageStartingWith("the database's tables are of another version of God Mode");
  }

  private void execute(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
