package dev.godmode.adapters.postgres;

import dev.godmode.control.outbox.OutboxPositions;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** How far buses have been told, in PostgreSQL. */
public final class PostgresOutboxPositions implements OutboxPositions {

  private final DataSource source;

  PostgresOutboxPositions(DataSource source) {
    this.source = source;
  }

  @Override
  public OptionalLong position(String bus) {
    return Sql.query(
        source,
        "reading how far a bus was told",
        connection -> {
          try (var statement =
              connection.prepareStatement("select sequence from outbox_position where bus = ?")) {
            statement.setString(1, TaskWriter.plain(bus));
            try (var rows = statement.executeQuery()) {
              return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
          }
        });
  }

  @Override
  public void advance(String bus, long sequence) {
    Sql.query(
        source,
        "noting how far a bus was told",
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  insert into outbox_position (bus, sequence) values (?, ?)
                  on conflict (bus) do update
                  set sequence = greatest(outbox_position.sequence, excluded.sequence)
                  """)) {
            statement.setString(1, TaskWriter.plain(bus));
            statement.setLong(2, sequence);
            return statement.executeUpdate();
          }
        });
  }
}
