package dev.godmode.adapters.postgres;

import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.SealedEntry;
import dev.godmode.control.journal.Subjects;
import dev.godmode.protocol.api.Requests.LedgerVerdict;
import dev.godmode.protocol.event.JournalEntry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The journal in PostgreSQL: one row and one transaction for each batch. */
public final class PostgresJournal implements Journal {

  private static final String COLUMNS = "select first, last, before, hash, body from journal";
  private static final String INSERT =
      "insert into journal (first, last, before, hash, keys, body) values (?, ?, ?, ?, ?, ?)";
  private static final String MAY_HOLD =
      " and get_bit(keys, ? % (8 * octet_length(keys))) = 1".repeat(BatchKeys.PROBES);

  /** Each batch once, by the first number of those that an entry is behind. */
  private static final String PICKED =
      COLUMNS
          + " where first in (select (select max(first) from journal where first <= wanted)"
          + " from unnest(?::bigint[]) wanted) order by first desc";

  /** From the batch on that holds an entry. */
  private static final String SINCE =
      " first >= coalesce((select max(first) from journal where first <= ?), 0)";

  private static final String UNIQUE_VIOLATION = "23505";
  private static final int CURSOR_ROWS = 20;

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
                      "select last, hash from journal order by first desc limit 1");
              var rows = statement.executeQuery()) {
            return rows.next() ? new Head(rows.getLong(1), rows.getString(2)) : Head.EMPTY;
          }
        });
  }

  @Override
  public void append(List<SealedEntry> entries) {
    try (var connection = source.getConnection();
        var statement = connection.prepareStatement(INSERT)) {
      var batch = JournalBatch.of(entries);
      statement.setLong(1, batch.first());
      statement.setLong(2, batch.last());
      statement.setString(3, batch.before());
      statement.setString(4, batch.hash());
      statement.setBytes(5, JournalBatch.keys(entries));
      statement.setString(6, batch.body());
      statement.executeUpdate();
    } catch (SQLException e) {
      if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
        requireOurs(entries);
      } else {
        throw new JournalUnavailable(
            "entries %d to %d are not known to be durable: %s"
                .formatted(
                    entries.getFirst().entry().sequence(),
                    entries.getLast().entry().sequence(),
                    e.getMessage()),
            e);
      }
    }
  }

  /** Somebody wrote there: it was we, when the first try reached the disk but not its answer. */
  private void requireOurs(List<SealedEntry> entries) {
    var last = entries.getLast().entry();
    var stored = read(last.sequence() - 1, 1);
    if (stored.isEmpty() || !stored.getFirst().hash().equals(last.hash())) {
      throw new JournalFenced(
          "another control writes this journal: entry %d is not ours; this one steps down"
              .formatted(entries.getFirst().entry().sequence()));
    }
  }

  @Override
  public List<JournalEntry> read(long after, int limit) {
    var found = new ArrayList<JournalEntry>();
    batches(
        "reading the journal",
        COLUMNS + " where" + SINCE + " order by first",
        statement -> statement.setLong(1, after + 1),
        batch -> {
          batch.entries().stream().filter(entry -> entry.sequence() > after).forEach(found::add);
          return found.size() < limit;
        });
    return List.copyOf(found.subList(0, Math.min(limit, found.size())));
  }

  @Override
  public List<JournalEntry> search(LedgerQuery query) {
    var keys = Stream.concat(query.subject().stream(), query.kind().stream()).toList();
    var found = new ArrayList<JournalEntry>();
    batches(
        "searching the journal",
        COLUMNS
            + " where first < ? and"
            + SINCE
            + MAY_HOLD.repeat(keys.size())
            + " order by first desc",
        statement -> {
          var at = 1;
          statement.setLong(at++, query.before());
          statement.setLong(at++, query.after() + 1);
          for (var key : keys) {
            for (var probe : BatchKeys.probes(key)) {
              statement.setLong(at++, probe);
            }
          }
        },
        batch -> {
          batch.entries().reversed().stream()
              .filter(entry -> matches(query, entry))
              .forEach(found::add);
          return found.size() < query.limit();
        });
    return List.copyOf(found.subList(0, Math.min(query.limit(), found.size())));
  }

  @Override
  public List<JournalEntry> pick(List<Long> sequences) {
    var wanted = Set.copyOf(sequences);
    var found = new ArrayList<JournalEntry>();
    batches(
        "reading entries of the journal",
        PICKED,
        statement ->
            statement.setArray(
                1, statement.getConnection().createArrayOf("bigint", sequences.toArray())),
        batch -> {
          found.addAll(batch.entries(wanted::contains).reversed());
          return true;
        });
    return List.copyOf(found);
  }

  private static boolean matches(LedgerQuery query, JournalEntry entry) {
    return entry.sequence() < query.before()
        && entry.sequence() > query.after()
        && query.subject().stream().allMatch(Subjects.of(entry.event())::equals)
        && query.kind().stream().allMatch(JournalBatch.kind(entry)::equals);
  }

  @Override
  public LedgerVerdict verify() {
    var walk = new Walk();
    batches("verifying the journal", COLUMNS + " order by first", _ -> {}, walk::goesOn);
    return new LedgerVerdict(walk.bad.isEmpty(), walk.good(), walk.bad);
  }

  /** From the first batch on, as far as the chain holds. */
  private static final class Walk {
    private Head head = Head.EMPTY;
    private Optional<Long> bad = Optional.empty();

    boolean goesOn(JournalBatch batch) {
      bad = batch.firstBad(head);
      head = new Head(batch.last(), batch.hash());
      return bad.isEmpty();
    }

    long good() {
      return bad.map(sequence -> sequence - 1).orElseGet(head::sequence);
    }
  }

  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /** Hands batches out one after the other, without holding all of them, while they are wanted. */
  private void batches(String doing, String sql, Binding binding, Predicate<JournalBatch> wanted) {
    Sql.transaction(
        source,
        doing,
        connection -> {
          try (var statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(CURSOR_ROWS);
            binding.bind(statement);
            try (var rows = statement.executeQuery()) {
              var more = true;
              while (more && rows.next()) {
                more = wanted.test(batch(rows));
              }
              return more;
            }
          }
        });
  }

  private static JournalBatch batch(ResultSet row) throws SQLException {
    return new JournalBatch(
        row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5));
  }
}
