package dev.godmode.adapters.postgres;

import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.MemoryStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Memories in PostgreSQL. */
public final class PostgresMemoryStore implements MemoryStore {

  /** Whoever follows is told of what is gone for so many changes. */
  private static final long TOLD_MAX = 1_000_000;

  private final DataSource source;

  PostgresMemoryStore(DataSource source) {
    this.source = source;
  }

  @Override
  public Kept keep(Memory memory) {
    return Sql.transaction(
        source,
        "keeping a memory",
        connection -> {
          var same = same(connection, memory);
          if (same.isPresent()) {
            return new Known(same.get());
          }
          if (MemoryRows.insert(connection, memory, numbers(connection, 1))) {
            count(connection, memory.scope().word(), 1);
            return new Fresh(memory);
          }
          return new Known(same(connection, memory).orElseThrow());
        });
  }

  /** The one that has this text in this scope. */
  private static Optional<Memory> same(Connection connection, Memory memory) throws SQLException {
    try (var statement =
        connection.prepareStatement("select * from memory where scope = ? and hash = ?")) {
      statement.setString(1, memory.scope().word());
      statement.setBytes(2, MemoryRows.hash(memory.text()));
      return MemoryRows.all(statement).stream().findFirst();
    }
  }

  /** The last one of so many new numbers of changes, which are this transaction's own. */
  private static long numbers(Connection connection, int many) throws SQLException {
    try (var statement =
        connection.prepareStatement("update memory_change set last = last + ? returning last")) {
      statement.setInt(1, many);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private static void count(Connection connection, String scope, long more) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            insert into memory_scope (scope, memories) values (?, ?)
            on conflict (scope) do update set memories = memory_scope.memories + excluded.memories
            """)) {
      statement.setString(1, scope);
      statement.setLong(2, more);
      statement.executeUpdate();
    }
  }

  @Override
  public Optional<Kept> promote(Memory promoted) {
    return Sql.transaction(
        source,
        "promoting a memory",
        connection -> {
          var change = numbers(connection, 1);
          var same = same(connection, promoted).filter(one -> !one.id().equals(promoted.id()));
          var from = promoted.promoted().orElseThrow().from().word();
          if (same.isPresent()) {
            return gone(connection, List.of(promoted.id()), change).isEmpty()
                ? Optional.<Kept>empty()
                : Optional.<Kept>of(new Known(same.get()));
          }
          if (!MemoryRows.promote(connection, promoted, change)) {
            return Optional.<Kept>empty();
          }
          count(connection, from, -1);
          count(connection, promoted.scope().word(), 1);
          return Optional.<Kept>of(new Fresh(promoted));
        });
  }

  @Override
  public List<Memory> old(MemoryScope scope, Instant before, int limit) {
    return Sql.query(
        source,
        "looking for old memories",
        connection -> MemorySummaries.old(connection, scope, before, limit));
  }

  @Override
  public boolean sumUp(Memory summary, List<String> originals, Optional<Instant> until) {
    return Sql.transaction(
        source,
        "keeping a summary",
        connection -> {
          var last = numbers(connection, originals.size() + 1);
          if (!MemorySummaries.areFree(connection, summary.scope(), originals)
              || !MemoryRows.insert(connection, summary, last)) {
            return false;
          }
          MemorySummaries.mark(connection, originals, Optional.of(summary.id()), until, last - 1);
          count(connection, summary.scope().word(), 1);
          return true;
        });
  }

  @Override
  public List<Memory> forget(Collection<String> ids) {
    var once = ids.stream().distinct().toList();
    return Sql.transaction(
        source,
        "forgetting memories",
        connection -> {
          var last = numbers(connection, once.size());
          var gone = gone(connection, once, last);
          trim(connection, last - TOLD_MAX);
          return gone;
        });
  }

  /** Takes rows away and says so under the numbers up to the last one. */
  private static List<Memory> gone(Connection connection, List<String> ids, long last)
      throws SQLException {
    free(connection, ids);
    try (var statement =
            connection.prepareStatement("delete from memory where id = any(?) returning *");
        var note =
            connection.prepareStatement("insert into memory_gone (change, id) values (?, ?)")) {
      MemoryRows.texts(statement, 1, Optional.of(ids));
      var gone = MemoryRows.all(statement);
      var change = last - gone.size();
      for (var memory : gone) {
        note.setLong(1, ++change);
        note.setString(2, memory.id());
        note.addBatch();
        count(connection, memory.scope().word(), -1);
      }
      note.executeBatch();
      return gone;
    }
  }

  /** What a summary that goes sums up is as it was before. */
  private static void free(Connection connection, List<String> summaries) throws SQLException {
    var originals = MemorySummaries.originals(connection, summaries);
    if (!originals.isEmpty()) {
      MemorySummaries.mark(
          connection,
          originals,
          Optional.empty(),
          Optional.empty(),
          numbers(connection, originals.size()));
    }
  }

  private static void trim(Connection connection, long upTo) throws SQLException {
    if (upTo > 0) {
      try (var old = connection.prepareStatement("delete from memory_gone where change <= ?");
          var told =
              connection.prepareStatement(
                  "update memory_change set told_from = greatest(told_from, ?)")) {
        old.setLong(1, upTo);
        old.executeUpdate();
        told.setLong(1, upTo);
        told.executeUpdate();
      }
    }
  }

  @Override
  public List<Memory> all(Collection<String> ids) {
    return Sql.query(
        source,
        "reading memories",
        connection -> {
          try (var statement =
              connection.prepareStatement("select * from memory where id = any(?)")) {
            MemoryRows.texts(statement, 1, Optional.of(List.copyOf(ids)));
            return MemoryRows.all(statement);
          }
        });
  }

  @Override
  public List<Memory> list(Listing listing) {
    return Sql.query(
        source,
        "listing memories",
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  select * from memory
                  where (?::text[] is null or scope = any(?::text[])) and (?::text[] is null or tags @> ?::text[])
                    and (?::text is null or id < ?::text)
                  order by id desc limit ?
                  """)) {
            var scopes = listing.scopes().map(PostgresMemoryStore::words);
            var tags = listing.tag().map(List::of);
            MemoryRows.texts(statement, 1, scopes);
            MemoryRows.texts(statement, 2, scopes);
            MemoryRows.texts(statement, 3, tags);
            MemoryRows.texts(statement, 4, tags);
            statement.setString(5, listing.before().map(TaskWriter::plain).orElse(null));
            statement.setString(6, listing.before().map(TaskWriter::plain).orElse(null));
            statement.setInt(7, listing.limit());
            return MemoryRows.all(statement);
          }
        });
  }

  private static List<String> words(Set<MemoryScope> scopes) {
    return scopes.stream().map(MemoryScope::word).map(TaskWriter::plain).toList();
  }

  @Override
  public List<String> expired(Instant now, int limit) {
    return Sql.query(
        source,
        "looking for what has expired",
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  "select id from memory where expires_at <= ? order by expires_at limit ?")) {
            statement.setTimestamp(1, Timestamp.from(now));
            statement.setInt(2, limit);
            try (var rows = statement.executeQuery()) {
              var ids = new ArrayList<String>();
              while (rows.next()) {
                ids.add(rows.getString(1));
              }
              return ids;
            }
          }
        });
  }

  @Override
  public Map<MemoryScope, Long> counts() {
    return Sql.query(
        source,
        "counting memories",
        connection -> {
          try (var statement =
                  connection.prepareStatement(
                      "select scope, memories from memory_scope where memories > 0");
              var rows = statement.executeQuery()) {
            var counts = new HashMap<MemoryScope, Long>();
            while (rows.next()) {
              counts.put(MemoryScope.parse(rows.getString(1)), rows.getLong(2));
            }
            return counts;
          }
        });
  }

  @Override
  public long count(MemoryScope scope) {
    return Sql.query(
        source,
        "counting memories",
        connection -> {
          try (var statement =
              connection.prepareStatement("select memories from memory_scope where scope = ?")) {
            statement.setString(1, TaskWriter.plain(scope.word()));
            try (var rows = statement.executeQuery()) {
              return rows.next() ? rows.getLong(1) : 0;
            }
          }
        });
  }

  @Override
  public long position() {
    return Sql.query(source, "reading memories' changes", PostgresMemoryStore::last);
  }

  private static long last(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement("select last from memory_change");
        var rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public Changes changes(long after, int limit) {
    return Sql.transaction(
        source,
        "reading memories' changes",
        connection -> {
          // One view of all three tables.
          try (var statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read");
          }
          var last = last(connection);
          if (after > 0 && after < toldFrom(connection)) {
            return new Changes(List.of(), List.of(), after, false);
          }
          return changes(connection, after, last, limit);
        });
  }

  private static long toldFrom(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement("select told_from from memory_change");
        var rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Changes changes(Connection connection, long after, long last, int limit)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            select c.change as number, c.gone, m.* from (
              (select change, '' as gone from memory where change > ? order by change limit ?)
              union all
              (select change, id from memory_gone where change > ? order by change limit ?)
            ) c left join memory m on m.change = c.change
            order by number limit ?
            """)) {
      statement.setLong(1, after);
      statement.setInt(2, limit);
      statement.setLong(3, after);
      statement.setInt(4, limit);
      statement.setInt(5, limit);
      var kept = new ArrayList<Memory>();
      var gone = new ArrayList<String>();
      var position = last;
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          if (rows.getString("gone").isEmpty()) {
            kept.add(MemoryRows.read(rows));
          } else {
            gone.add(rows.getString("gone"));
          }
          if (kept.size() + gone.size() == limit) {
            position = rows.getLong("number");
          }
        }
      }
      return new Changes(kept, gone, position, true);
    }
  }
}
