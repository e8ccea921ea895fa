package dev.godmode.adapters.postgres;

import dev.godmode.control.log.LogStore;
import dev.godmode.protocol.api.Requests.LogOf;
import dev.godmode.protocol.json.LogChunks;
import dev.godmode.protocol.stream.LogChunk;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Log chunks in PostgreSQL: compressed as they came, with their words beside them for search. */
public final class PostgresLogStore implements LogStore {

  /** How many chunks a search opens at most: those that hold the text are found by the database. */
  private static final int SEARCHED_CHUNKS_MAX = 500;

  private final DataSource source;

  public PostgresLogStore(DataSource source) {
    this.source = source;
  }

  @Override
  public void append(AttemptKey attempt, LogChunk chunk) {
    var words =
        LogChunks.decode(chunk).stream()
            .map(line -> TaskWriter.plain(line.text()).toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("\n"));
    Sql.query(
        source,
        "keeping a log chunk",
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  insert into log_chunk (task_id, attempt, seq, fence, first_line, lines, body, words)
                  values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                  """)) {
            statement.setString(1, attempt.task().value());
            statement.setInt(2, attempt.number());
            statement.setLong(3, chunk.sequence());
            statement.setLong(4, attempt.fence());
            statement.setLong(5, chunk.firstLine());
            statement.setInt(6, chunk.lines());
            statement.setBytes(7, Base64.getDecoder().decode(chunk.body()));
            statement.setString(8, words);
            return statement.executeUpdate();
          }
        });
  }

  @Override
  public List<LogLine> read(TaskId task, int attempt, long fromLine, int limit) {
    return Sql.query(
        source,
        "reading a log",
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  select seq, first_line, lines, body from log_chunk
                  where task_id = ? and attempt = ? and first_line + lines > ? and first_line < ? + ?
                  order by seq
                  """)) {
            statement.setString(1, task.value());
            statement.setInt(2, attempt);
            statement.setLong(3, fromLine);
            statement.setLong(4, fromLine);
            statement.setInt(5, limit);
            return lines(statement, fromLine, limit);
          }
        });
  }

  private static List<LogLine> lines(PreparedStatement statement, long fromLine, int limit)
      throws SQLException {
    var lines = new ArrayList<LogLine>();
    try (var rows = statement.executeQuery()) {
      while (rows.next() && lines.size() < limit) {
        chunk(rows).stream()
            .filter(line -> line.number() >= fromLine)
            .limit(limit - lines.size())
            .forEach(lines::add);
      }
    }
    return lines;
  }

  private static List<LogLine> chunk(ResultSet rows) throws SQLException {
    var body = Base64.getEncoder().encodeToString(rows.getBytes("body"));
    return LogChunks.decode(
        new LogChunk(rows.getLong("seq"), rows.getLong("first_line"), rows.getInt("lines"), body));
  }

  @Override
  public List<LogOf> search(Optional<TaskId> task, String text, int limit) {
    var wanted = TaskWriter.plain(text).toLowerCase(Locale.ROOT);
    return Sql.query(
        source,
        "searching logs",
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  select task_id, attempt, fence, seq, first_line, lines, body from log_chunk
                  where (?::text is null or task_id = ?) and strpos(words, ?) > 0
                  order by at desc, seq desc limit ?
                  """)) {
            statement.setString(1, task.map(TaskId::value).orElse(null));
            statement.setString(2, task.map(TaskId::value).orElse(null));
            statement.setString(3, wanted);
            statement.setInt(4, Math.min(limit, SEARCHED_CHUNKS_MAX));
            return found(statement, wanted, limit);
          }
        });
  }

  private static List<LogOf> found(PreparedStatement statement, String wanted, int limit)
      throws SQLException {
    var found = new ArrayList<LogOf>();
    try (var rows = statement.executeQuery()) {
      while (rows.next() && found.size() < limit) {
        var key =
            new AttemptKey(
                new TaskId(rows.getString("task_id")),
                rows.getInt("attempt"),
                rows.getLong("fence"));
        chunk(rows).reversed().stream()
            .filter(line -> line.text().toLowerCase(Locale.ROOT).contains(wanted))
            .limit(limit - found.size())
            .forEach(line -> found.add(new LogOf(key, line)));
      }
    }
    return found;
  }

  @Override
  public int expire(Duration age) {
    return Sql.query(
        source,
        "expiring logs",
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  "delete from log_chunk where at < now() - make_interval(secs => ?)")) {
            statement.setLong(1, age.toSeconds());
            return statement.executeUpdate();
          }
        });
  }
}
