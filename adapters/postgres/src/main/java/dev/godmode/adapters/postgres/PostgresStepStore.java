package dev.godmode.adapters.postgres;

import dev.godmode.control.step.Step;
import dev.godmode.control.step.Step.Spent;
import dev.godmode.control.step.StepStore;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.StepKind;
import dev.godmode.protocol.task.TaskId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/** Steps in PostgreSQL. */
public final class PostgresStepStore implements StepStore {

  private final DataSource source;

  PostgresStepStore(DataSource source) {
    this.source = source;
  }

  @Override
  public void keep(List<Step> steps) {
    Sql.transaction(
        source,
        "keeping steps",
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  insert into step (task, attempt, id, fence, kind, name, detail, began_at, ended_at,
                    failed, tokens_in, tokens_out, cost, within)
                  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                  on conflict (task, attempt, id) do update
                    set ended_at = excluded.ended_at, failed = excluded.failed,
                      tokens_in = excluded.tokens_in, tokens_out = excluded.tokens_out, cost = excluded.cost
                    where step.ended_at is null
                  """)) {
            for (var step : steps) {
              bind(statement, step);
              statement.addBatch();
            }
            return statement.executeBatch();
          }
        });
  }

  private static void bind(PreparedStatement statement, Step step) throws SQLException {
    statement.setString(1, step.attempt().task().value());
    statement.setInt(2, step.attempt().number());
    statement.setString(3, TaskWriter.plain(step.id()));
    statement.setLong(4, step.attempt().fence());
    statement.setString(5, step.kind().name().toLowerCase(Locale.ROOT));
    statement.setString(6, TaskWriter.plain(step.name()));
    statement.setString(7, TaskWriter.plain(step.detail()));
    statement.setTimestamp(8, Timestamp.from(step.beganAt()));
    statement.setTimestamp(9, step.endedAt().map(Timestamp::from).orElse(null));
    statement.setBoolean(10, step.failed());
    statement.setObject(11, step.spent().map(Spent::input).orElse(null), Types.BIGINT);
    statement.setObject(12, step.spent().map(Spent::output).orElse(null), Types.BIGINT);
    statement.setBigDecimal(13, step.spent().map(Spent::cost).orElse(null));
    statement.setString(14, step.within().orElse(null));
  }

  @Override
  public List<Step> of(TaskId task, int attempt, int limit) {
    return Sql.query(
        source,
        "reading steps",
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  "select * from step where task = ? and attempt = ? order by began_at, id limit ?")) {
            statement.setString(1, task.value());
            statement.setInt(2, attempt);
            statement.setInt(3, limit);
            return read(statement);
          }
        });
  }

  private static List<Step> read(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      var all = new ArrayList<Step>();
      while (rows.next()) {
        all.add(read(rows));
      }
      return all;
    }
  }

  private static Step read(ResultSet row) throws SQLException {
    return new Step(
        new AttemptKey(
            new TaskId(row.getString("task")), row.getInt("attempt"), row.getLong("fence")),
        row.getString("id"),
        StepKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("name"),
        row.getString("detail"),
        row.getTimestamp("began_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("ended_at")).map(Timestamp::toInstant),
        row.getBoolean("failed"),
        spent(row),
        Optional.ofNullable(row.getString("within")));
  }

  private static Optional<Spent> spent(ResultSet row) throws SQLException {
    var cost = row.getBigDecimal("cost");
    return cost == null
        ? Optional.empty()
        : Optional.of(new Spent(row.getLong("tokens_in"), row.getLong("tokens_out"), cost));
  }

  @Override
  public int expire(Instant before) {
    return Sql.query(
        source,
        "forgetting steps",
        connection -> {
          try (var statement = connection.prepareStatement("delete from step where began_at < ?")) {
            statement.setTimestamp(1, Timestamp.from(before));
            return statement.executeUpdate();
          }
        });
  }
}
