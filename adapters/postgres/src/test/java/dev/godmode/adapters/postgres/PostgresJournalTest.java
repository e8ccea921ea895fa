package dev.godmode.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.journal.HashChain;
import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.Journal.Head;
import dev.godmode.control.journal.Journal.JournalFenced;
import dev.godmode.control.journal.Journal.JournalUnavailable;
import dev.godmode.control.journal.Journal.LedgerQuery;
import dev.godmode.protocol.api.Requests.LedgerVerdict;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.event.TaskEvent.TaskFailed;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.task.TaskId;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresJournalTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123456Z");

  private final DatabaseAddress address = Database.fresh();
  private final PostgresStore store = PostgresStore.open(address);
  private final Journal journal = store.journal();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void what_was_appended_is_read_back_in_order_and_the_chain_is_intact() {
    var entries = entries(Head.EMPTY, 5, "boom");

    journal.append(entries);

    assertThat(journal.read(0, 10)).isEqualTo(entries);
    assertThat(journal.read(3, 10)).isEqualTo(entries.subList(3, 5));
    assertThat(journal.head()).isEqualTo(new Head(5, entries.getLast().hash()));
    assertThat(journal.verify()).isEqualTo(new LedgerVerdict(true, 5, Optional.empty()));
  }

  @Test
  void a_second_writer_is_told_to_step_down() {
    journal.append(entries(Head.EMPTY, 2, "one"));

    assertThatThrownBy(() -> journal.append(entries(Head.EMPTY, 2, "other")))
        .isInstanceOf(JournalFenced.class);
    assertThat(journal.head().sequence()).isEqualTo(2);
  }

  @Test
  void a_batch_tried_again_after_it_had_reached_the_disk_is_taken_once() {
    var entries = entries(Head.EMPTY, 3, "one");
    journal.append(entries);

    journal.append(entries);

    assertThat(journal.read(0, 10)).hasSize(3);
  }

  @Test
  void a_row_that_was_tampered_with_is_named() throws SQLException {
    journal.append(entries(Head.EMPTY, 5, "boom"));

    execute("update journal set event = replace(event, 'boom', 'fine') where seq = 3");

    assertThat(journal.verify()).isEqualTo(new LedgerVerdict(false, 2, Optional.of(3L)));
  }

  @Test
  void a_row_that_is_gone_is_named() throws SQLException {
    journal.append(entries(Head.EMPTY, 5, "boom"));

    execute("delete from journal where seq = 4");

    assertThat(journal.verify()).isEqualTo(new LedgerVerdict(false, 3, Optional.of(4L)));
  }

  @Test
  void the_ledger_of_one_task_is_found_newest_first() {
    journal.append(entries(Head.EMPTY, 5, "boom"));

    var found =
        journal.search(
            new LedgerQuery(Optional.of("t2"), Optional.of("TaskFailed"), Long.MAX_VALUE, 10));

    assertThat(found).extracting(JournalEntry::sequence).containsExactly(2L);
    assertThat(journal.search(new LedgerQuery(Optional.empty(), Optional.empty(), 4, 2)))
        .extracting(JournalEntry::sequence)
        .containsExactly(3L, 2L);
  }

  @Test
  void a_restart_of_the_database_loses_nothing_and_repeats_nothing() {
    var first = entries(Head.EMPTY, 3, "before");
    journal.append(first);
    var second = entries(new Head(3, first.getLast().hash()), 3, "after");

    Database.server().stop();
    assertThatThrownBy(() -> journal.append(second)).isInstanceOf(JournalUnavailable.class);
    Database.server().ensureRunning();
    journal.append(second);

    assertThat(journal.verify()).isEqualTo(new LedgerVerdict(true, 6, Optional.empty()));
  }

  private void execute(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<JournalEntry> entries(Head head, int count, String reason) {
    var entries = new ArrayList<JournalEntry>();
    var hash = head.hash();
    for (var sequence = head.sequence() + 1; sequence <= head.sequence() + count; sequence++) {
      var event = new TaskFailed(new TaskId("t" + sequence), reason);
      hash = HashChain.next(hash, sequence, NOON, "owner", Json.write(Event.class, event));
      entries.add(new JournalEntry(sequence, NOON, "owner", event, hash));
    }
    return entries;
  }
}
