package dev.godmode.adapters.postgres;

import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.summary.OldRule;
import dev.godmode.control.memory.summary.Summaries.Way;
import dev.godmode.control.memory.summary.TidyRule;
import dev.godmode.control.memory.summary.TidyRules;
import dev.godmode.control.memory.summary.TidyTurn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Rules for tidy scopes, in PostgreSQL: beside the memories, so that they go where these go. */
public final class PostgresTidyRules implements TidyRules {

  private final DataSource source;

  PostgresTidyRules(DataSource source) {
    this.source = source;
  }

  @Override
  public List<Standing> all() {
    return Sql.query(
        source,
        "reading which scopes are kept tidy",
        connection -> {
          try (var statement =
              connection.prepareStatement("select * from tidy_rule order by scope collate \"C\"")) {
            return read(statement);
          }
        });
  }

  @Override
  public Optional<TidyRule> set(TidyRule rule, Instant next) {
    return Sql.transaction(
        source,
        "keeping a rule for a tidy scope",
        connection -> {
          lock(connection);
          var before = taken(connection, rule.scope());
          insert(connection, rule, next);
          return before;
        });
  }

  /** Two at once are one after the other. */
  private static void lock(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("lock table tidy_rule in share row exclusive mode");
    }
  }

  private static Optional<TidyRule> taken(Connection connection, MemoryScope scope)
      throws SQLException {
    try (var statement =
        connection.prepareStatement("delete from tidy_rule where scope = ? returning *")) {
      statement.setString(1, TaskWriter.plain(scope.word()));
      return read(statement).stream().findFirst().map(Standing::rule);
    }
  }

  private static void insert(Connection connection, TidyRule rule, Instant next)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            insert into tidy_rule (scope, older_than, at_least, model, forget_after, every, who, since, next_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      statement.setString(1, TaskWriter.plain(rule.scope().word()));
      statement.setString(2, rule.old().olderThan().toString());
      statement.setInt(3, rule.old().atLeast());
      statement.setString(4, TaskWriter.plain(rule.way().model()));
      statement.setString(5, rule.way().forgottenAfter().map(Duration::toString).orElse(null));
      statement.setString(6, rule.every().toString());
      statement.setString(7, TaskWriter.plain(rule.by()));
      statement.setTimestamp(8, Timestamp.from(rule.since()));
      statement.setTimestamp(9, Timestamp.from(next));
      statement.executeUpdate();
    }
  }

  @Override
  public boolean remove(MemoryScope scope) {
    return Sql.query(
        source,
        "taking a rule for a tidy scope away",
        connection -> taken(connection, scope).isPresent());
  }

  @Override
  public void note(TidyRule rule, TidyTurn turn, Instant next) {
    Sql.query(
        source,
        "noting how a scope was tidied",
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  update tidy_rule set turn_at = ?, summaries = ?, trouble = ?, away = ?, next_at = ?
                  where scope = ? and since = ?
                  """)) {
            statement.setTimestamp(1, Timestamp.from(turn.at()));
            statement.setInt(2, turn.summaries());
            statement.setString(3, turn.trouble().map(TaskWriter::plain).orElse(null));
            statement.setInt(4, turn.away());
            statement.setTimestamp(5, Timestamp.from(next));
            statement.setString(6, TaskWriter.plain(rule.scope().word()));
            statement.setTimestamp(7, Timestamp.from(rule.since()));
            return statement.executeUpdate();
          }
        });
  }

  private static List<Standing> read(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      var all = new ArrayList<Standing>();
      while (rows.next()) {
        all.add(new Standing(rule(rows), rows.getTimestamp("next_at").toInstant(), turn(rows)));
      }
      return all;
    }
  }

  private static TidyRule rule(ResultSet row) throws SQLException {
    return new TidyRule(
        new OldRule(
            MemoryScope.parse(row.getString("scope")),
            Duration.parse(row.getString("older_than")),
            row.getInt("at_least")),
        new Way(
            row.getString("model"),
            Optional.ofNullable(row.getString("forget_after")).map(Duration::parse)),
        Duration.parse(row.getString("every")),
        row.getString("who"),
        row.getTimestamp("since").toInstant());
  }

  private static Optional<TidyTurn> turn(ResultSet row) throws SQLException {
    var at = Optional.ofNullable(row.getTimestamp("turn_at")).map(Timestamp::toInstant);
    return at.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TidyTurn(
                at.get(),
                row.getInt("summaries"),
                Optional.ofNullable(row.getString("trouble")),
                row.getInt("away")));
  }
}
