package dev.godmode.adapters.postgres;

import dev.godmode.control.journal.HashChain;
import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.Subjects;
import dev.godmode.protocol.api.Requests.LedgerVerdict;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The journal in PostgreSQL: one transaction and one statement for each batch. */
public final class PostgresJournal implements Journal {

  private static final String INSERT =
      """
      insert into journal (seq, at, by, kind, subject, event, hash)
      select * from unnest(?::bigint[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
      """;
  private static final String UNIQUE_VIOLATION = "23505";
  private static final int CURSOR_ROWS = 5_000;

  private final DataSource source;

  public PostgresJournal(DataSource source) {
    this.source = source;
  }

  @Override
  public Head head() {
    return Sql.query(
        source,
        "reading the journal's head",
        connection -> {
          try (var statement =
                  connection.prepareStatement(
                      "select seq, hash from journal order by seq desc limit 1");
              var rows = statement.executeQuery()) {
            return rows.next() ? new Head(rows.getLong(1), rows.getString(2)) : Head.EMPTY;
          }
        });
  }

  @Override
  public void append(List<JournalEntry> entries) {
    try (var connection = source.getConnection();
        var statement = connection.prepareStatement(INSERT)) {
      bind(connection, statement, entries);
      statement.executeUpdate();
    } catch (SQLException e) {
      if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
        requireOurs(entries);
      } else {
        throw new JournalUnavailable(
            "entries %d to %d are not known to be durable: %s"
                .formatted(
                    entries.getFirst().sequence(), entries.getLast().sequence(), e.getMessage()),
            e);
      }
    }
  }

  private static void bind(
      Connection connection, PreparedStatement statement, List<JournalEntry> entries)
      throws SQLException {
    var columns = new Object[7][entries.size()];
    for (var i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      columns[0][i] = entry.sequence();
      columns[1][i] = entry.at().toString();
      columns[2][i] = entry.by();
      columns[3][i] = entry.event().getClass().getSimpleName();
      columns[4][i] = Subjects.of(entry.event());
      columns[5][i] = Json.write(Event.class, entry.event());
      columns[6][i] = entry.hash();
    }
    for (var c = 0; c < columns.length; c++) {
      statement.setArray(c + 1, connection.createArrayOf(c == 0 ? "bigint" : "text", columns[c]));
    }
  }

  /** Somebody wrote there: it was we, when the first try reached the disk but not its answer. */
  private void requireOurs(List<JournalEntry> entries) {
    var last = entries.getLast();
    var stored = read(last.sequence() - 1, 1);
    if (stored.isEmpty() || !stored.getFirst().hash().equals(last.hash())) {
      throw new JournalFenced(
          "another control writes this journal: entry %d is not ours; this one steps down"
              .formatted(entries.getFirst().sequence()));
    }
  }

  @Override
  public List<JournalEntry> read(long after, int limit) {
    return Sql.query(
        source,
        "reading the journal",
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  "select seq, at, by, event, hash from journal where seq > ? order by seq limit ?")) {
            statement.setLong(1, after);
            statement.setInt(2, limit);
            return entries(statement);
          }
        });
  }

  @Override
  public List<JournalEntry> search(LedgerQuery query) {
    var sql =
        "select seq, at, by, event, hash from journal where seq < ?"
            + (query.subject().isPresent() ? " and subject = ?" : "")
            + (query.kind().isPresent() ? " and kind = ?" : "")
            + " order by seq desc limit ?";
    return Sql.query(
        source,
        "searching the journal",
        connection -> {
          try (var statement = connection.prepareStatement(sql)) {
            var at = 1;
            statement.setLong(at++, query.before());
            if (query.subject().isPresent()) {
              statement.setString(at++, query.subject().get());
            }
            if (query.kind().isPresent()) {
              statement.setString(at++, query.kind().get());
            }
            statement.setInt(at, query.limit());
            return entries(statement);
          }
        });
  }

  @Override
  public LedgerVerdict verify() {
    return Sql.transaction(
        source,
        "verifying the journal",
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  "select seq, at, by, event, hash from journal order by seq")) {
            statement.setFetchSize(CURSOR_ROWS);
            try (var rows = statement.executeQuery()) {
              return verify(rows);
            }
          }
        });
  }

  private static LedgerVerdict verify(ResultSet rows) throws SQLException {
    var hash = Head.GENESIS;
    var count = 0L;
    while (rows.next()) {
      var sequence = count + 1;
      var expected =
          HashChain.next(hash, sequence, instant(rows, 2), rows.getString(3), rows.getString(4));
      if (rows.getLong(1) != sequence || !expected.equals(rows.getString(5))) {
        return new LedgerVerdict(false, count, Optional.of(sequence));
      }
      hash = expected;
      count = sequence;
    }
    return new LedgerVerdict(true, count, Optional.empty());
  }

  private static List<JournalEntry> entries(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      var entries = new ArrayList<JournalEntry>();
      while (rows.next()) {
        entries.add(
            new JournalEntry(
                rows.getLong(1),
                instant(rows, 2),
                rows.getString(3),
                Json.read(Event.class, rows.getString(4)),
                rows.getString(5)));
      }
      return entries;
    }
  }

  static Instant instant(ResultSet rows, int column) throws SQLException {
    return rows.getObject(column, OffsetDateTime.class).toInstant();
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
