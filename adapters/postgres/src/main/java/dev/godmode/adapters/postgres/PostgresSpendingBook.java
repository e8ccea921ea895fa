package dev.godmode.adapters.postgres;

import dev.godmode.control.ledger.Spending;
import dev.godmode.control.ledger.SpendingBook;
import dev.godmode.protocol.api.Totals.Sums;
import dev.godmode.protocol.api.Totals.Total;
import dev.godmode.protocol.api.Totals.TotalsBy;
import dev.godmode.protocol.money.Money;
import dev.godmode.protocol.task.Tokens;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/** The books in PostgreSQL, in its exact decimals. */
public final class PostgresSpendingBook implements SpendingBook {

  /** What an agent's program says of itself counts where control measured nothing. */
  private static final String COUNTED =
      """
      (s.source <> 'told' or not exists
        (select 1 from spending m where m.source = 'metered' and m.fence = s.fence))
      """;

  static final int GROUPS_MAX = 10_000;

  private static final Timestamp FIRST = Timestamp.from(Instant.parse("0001-01-01T00:00:00Z"));
  private static final Timestamp LAST = Timestamp.from(Instant.parse("9999-12-31T00:00:00Z"));

  private final DataSource source;

  PostgresSpendingBook(DataSource source) {
    this.source = source;
  }

  @Override
  public long position() {
    return Sql.query(
        source,
        "reading the books' position",
        connection -> {
          try (var statement = connection.prepareStatement("select seq from spending_position");
              var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }

  @Override
  public void add(long position, List<Spending> lines) {
    Sql.transaction(
        source,
        "writing the books",
        connection -> {
          insert(connection, lines);
          try (var statement =
              connection.prepareStatement("update spending_position set seq = greatest(seq, ?)")) {
            statement.setLong(1, position);
            return statement.executeUpdate();
          }
        });
  }

  private static void insert(Connection connection, List<Spending> lines) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            insert into spending (seq, id, at, source, task, fence, stream, agent, node, model,
              currency, amount, input, cached, output, calls)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """)) {
      for (var line : lines) {
        statement.setLong(1, line.sequence());
        statement.setString(2, TaskWriter.plain(line.id()));
        statement.setTimestamp(3, Timestamp.from(line.at()));
        statement.setString(4, line.source().name().toLowerCase(Locale.ROOT));
        statement.setString(5, line.attempt().map(key -> key.task().value()).orElse(""));
        statement.setLong(6, line.attempt().map(key -> key.fence()).orElse(0L));
        statement.setString(7, TaskWriter.plain(line.place().stream()));
        statement.setString(8, TaskWriter.plain(line.place().agent()));
        statement.setString(9, line.place().node().map(id -> id.value()).orElse(""));
        statement.setString(10, TaskWriter.plain(line.model()));
        statement.setString(11, line.money().map(Money::currency).orElse(""));
        statement.setBigDecimal(12, line.money().map(Money::amount).orElse(BigDecimal.ZERO));
        statement.setLong(13, line.tokens().input());
        statement.setLong(14, line.tokens().cached());
        statement.setLong(15, line.tokens().output());
        statement.setLong(16, line.calls());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  @Override
  public List<Total> totals(TotalsBy by, Optional<Instant> from, Optional<Instant> to) {
    return Sql.query(
        source,
        "adding up",
        connection -> {
          try (var statement = connection.prepareStatement(sql(by))) {
            statement.setTimestamp(1, from.map(Timestamp::from).orElse(FIRST));
            statement.setTimestamp(2, to.map(Timestamp::from).orElse(LAST));
            statement.setInt(3, GROUPS_MAX);
            try (var rows = statement.executeQuery()) {
              var totals = new ArrayList<Total>();
              while (rows.next()) {
                totals.add(total(rows));
              }
              return List.copyOf(totals);
            }
          }
        });
  }

  private static String sql(TotalsBy by) {
    return """
      select %1$s as of, s.currency,
        sum(case when s.source <> 'entered' then -s.amount else 0 end),
        sum(case when s.source = 'entered' and s.amount < 0 then -s.amount else 0 end),
        sum(case when s.source = 'entered' and s.amount > 0 then s.amount else 0 end),
        sum(s.input)::bigint, sum(s.cached)::bigint, sum(s.output)::bigint,
        sum(s.calls)::bigint
      from spending s
      where s.at >= ? and s.at < ? and %2$s
      group by 1, 2 order by 1 %3$s, 2 limit ?
      """
        .formatted(group(by), COUNTED, by == TotalsBy.DAY ? "desc" : "");
  }

  private static String group(TotalsBy by) {
    return switch (by) {
      case STREAM -> "s.stream";
      case AGENT -> "s.agent";
      case NODE -> "s.node";
      case DAY -> "to_char(s.at at time zone 'UTC', 'YYYY-MM-DD')";
      case MODEL -> "s.model";
      case TASK -> "s.task";
    };
  }

  private static Total total(ResultSet row) throws SQLException {
    var currency = row.getString(2);
    return new Total(
        row.getString(1),
        currency.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Sums(
                    new Money(row.getBigDecimal(3), currency),
                    new Money(row.getBigDecimal(4), currency),
                    new Money(row.getBigDecimal(5), currency))),
        new Tokens(row.getLong(6), row.getLong(7), row.getLong(8)),
        row.getLong(9));
  }
}
