package dev.godmode.adapters.postgres;

import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.Promotion;
import dev.godmode.control.memory.Provenance;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A memory as a row. */
final class MemoryRows {

  private MemoryRows() {}

  static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Whether it was put in; it is not where its scope has its text already. */
  static boolean insert(Connection connection, Memory memory, long change) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            insert into memory (id, change, scope, hash, text, tags, who, task, attempt, fence, agent, stream,
              node, source, at, expires_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (scope, hash) do nothing
            """)) {
      statement.setString(1, memory.id());
      statement.setLong(2, change);
      statement.setString(3, memory.scope().word());
      statement.setBytes(4, hash(memory.text()));
      statement.setString(5, memory.text());
      statement.setArray(6, connection.createArrayOf("text", memory.tags().toArray()));
      bind(statement, memory.from());
      statement.setTimestamp(16, memory.expiresAt().map(Timestamp::from).orElse(null));
      return statement.executeUpdate() == 1;
    }
  }

  private static void bind(PreparedStatement statement, Provenance from) throws SQLException {
    statement.setString(7, TaskWriter.plain(from.who()));
    statement.setString(8, from.attempt().map(key -> key.task().value()).orElse(""));
    statement.setInt(9, from.attempt().map(AttemptKey::number).orElse(0));
    statement.setLong(10, from.attempt().map(AttemptKey::fence).orElse(0L));
    statement.setString(11, TaskWriter.plain(from.agent()));
    statement.setString(12, TaskWriter.plain(from.stream()));
    statement.setString(13, TaskWriter.plain(from.node()));
    statement.setString(14, TaskWriter.plain(from.source()));
    statement.setTimestamp(15, Timestamp.from(from.at()));
  }

  /** Gives a row another scope; whether it was there in the scope it is promoted from. */
  static boolean promote(Connection connection, Memory memory, long change) throws SQLException {
    var promotion = memory.promoted().orElseThrow();
    try (var statement =
        connection.prepareStatement(
            """
            update memory set change = ?, scope = ?, promoted_from = ?, promoted_by = ?, promoted_at = ?,
              expires_at = case when summed_up_in is null then expires_at end, summed_up_in = null
            where id = ? and scope = ?
            """)) {
      statement.setLong(1, change);
      statement.setString(2, memory.scope().word());
      statement.setString(3, promotion.from().word());
      statement.setString(4, TaskWriter.plain(promotion.by()));
      statement.setTimestamp(5, Timestamp.from(promotion.at()));
      statement.setString(6, memory.id());
      statement.setString(7, promotion.from().word());
      return statement.executeUpdate() == 1;
    }
  }

  /** All that a statement asks for. */
  static List<Memory> all(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      var all = new ArrayList<Memory>();
      while (rows.next()) {
        all.add(read(rows));
      }
      return all;
    }
  }

  static Memory read(ResultSet row) throws SQLException {
    return new Memory(
        row.getString("id"),
        MemoryScope.parse(row.getString("scope")),
        row.getString("text"),
        tags(row),
        provenance(row),
        moment(row, "expires_at"),
        promotion(row),
        Optional.ofNullable(row.getString("summed_up_in")));
  }

  private static List<String> tags(ResultSet row) throws SQLException {
    return Arrays.asList((String[]) row.getArray("tags").getArray());
  }

  private static Provenance provenance(ResultSet row) throws SQLException {
    var task = row.getString("task");
    return new Provenance(
        row.getString("who"),
        task.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new AttemptKey(new TaskId(task), row.getInt("attempt"), row.getLong("fence"))),
        row.getString("agent"),
        row.getString("stream"),
        row.getString("node"),
        row.getString("source"),
        row.getTimestamp("at").toInstant());
  }

  private static Optional<Promotion> promotion(ResultSet row) throws SQLException {
    @Nullable String from = row.getString("promoted_from");
    return from == null
        ? Optional.empty()
        : Optional.of(
            new Promotion(
                MemoryScope.parse(from),
                row.getString("promoted_by"),
                row.getTimestamp("promoted_at").toInstant()));
  }

  private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  /** Binds an array of texts, or nothing where there is none. */
  static void texts(PreparedStatement statement, int at, Optional<List<String>> texts)
      throws SQLException {
    if (texts.isPresent()) {
      var array = statement.getConnection().createArrayOf("text", texts.get().toArray());
      statement.setArray(at, array);
    } else {
      statement.setNull(at, Types.ARRAY);
    }
  }
}
