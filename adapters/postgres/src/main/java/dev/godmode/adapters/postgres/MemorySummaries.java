package dev.godmode.adapters.postgres;

import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.MemoryStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which rows are summed up in which. Whoever changes any holds the numbers of changes. */
final class MemorySummaries {

  private MemorySummaries() {}

  /** Those that could be summed up, the oldest first. */
  static List<Memory> old(Connection connection, MemoryScope scope, Instant before, int limit)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            select * from memory
            where scope = ? and at < ? and summed_up_in is null and expires_at is null and not tags @> ?
            order by at, id limit ?
            """)) {
      statement.setString(1, TaskWriter.plain(scope.word()));
      statement.setTimestamp(2, Timestamp.from(before));
      MemoryRows.texts(statement, 3, Optional.of(List.of(MemoryStore.SUMMARY_TAG)));
      statement.setInt(4, limit);
      return MemoryRows.all(statement);
    }
  }

  /** Whether all of these are there, and could be summed up in that scope. */
  static boolean areFree(Connection connection, MemoryScope scope, List<String> ids)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            select count(*) from memory
            where id = any(?) and scope = ? and summed_up_in is null and expires_at is null
            """)) {
      MemoryRows.texts(statement, 1, Optional.of(ids));
      statement.setString(2, scope.word());
      try (var rows = statement.executeQuery()) {
        return rows.next() && rows.getInt(1) == ids.size();
      }
    }
  }

  /** What these sum up: ids. */
  static List<String> originals(Connection connection, List<String> summaries) throws SQLException {
    try (var statement =
        connection.prepareStatement("select id from memory where summed_up_in = any(?)")) {
      MemoryRows.texts(statement, 1, Optional.of(summaries));
      var ids = new ArrayList<String>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
      return ids;
    }
  }

  /**
   * Says of some in what they are summed up, or that they are in nothing any more.
   *
   * @param until they are forgotten then
   * @param last the last one of as many numbers of changes
   */
  static void mark(
      Connection connection,
      List<String> ids,
      Optional<String> summary,
      Optional<Instant> until,
      long last)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            update memory m set summed_up_in = ?, expires_at = ?, change = ? + o.n
            from unnest(cast(? as text[])) with ordinality o (id, n) where m.id = o.id
            """)) {
      statement.setString(1, summary.orElse(null));
      statement.setTimestamp(2, until.map(Timestamp::from).orElse(null));
      statement.setLong(3, last - ids.size());
      MemoryRows.texts(statement, 4, Optional.of(ids));
      statement.executeUpdate();
    }
  }
}
