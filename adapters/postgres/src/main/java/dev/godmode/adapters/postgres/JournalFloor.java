package dev.godmode.adapters.postgres;

import dev.godmode.protocol.json.Json;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the disk and PostgreSQL alone can do with the same bytes: appends a part of a journal once
 * more to a table without anything else, batch by batch, each with a commit of its own. The floor
 * that a measurement of the whole system is held against.
 */
public final class JournalFloor {

  /** What it printed: how much was appended, and how long it took. */
  record Floor(int batches, long bytes, double seconds) {}

  private JournalFloor() {}

  /**
   * Prints one JSON document.
   *
   * @param args the folder of the embedded PostgreSQL (unless GODMODE_DATABASE_URL is set), and the
   *     sequence numbers between which the journal is appended
   */
  public static void main(String[] args) throws SQLException {
    var url = System.getenv("GODMODE_DATABASE_URL");
    var from = Long.parseLong(args[1]);
    var to = Long.parseLong(args[2]);
    if (url != null && !url.isBlank()) {
      System.out.println(Json.write(measure(DatabaseAddress.parse(url), from, to)));
      return;
    }
    var postgres = new PostgresProcess(Path.of(args[0]), new SecureRandom());
    try {
      System.out.println(Json.write(measure(postgres.ensureRunning(), from, to)));
    } finally {
      postgres.stop();
    }
  }

  private static Floor measure(DatabaseAddress address, long from, long to) throws SQLException {
    try (var connection =
        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password())) {
      var bodies = bodies(connection, from, to);
      run(connection, "create table floor (first bigserial primary key, body text)");
      run(connection, "alter table floor alter column body set storage external");
      try {
        append(connection, bodies.subList(0, Math.min(bodies.size(), 20))); // connection and plan
        var began = System.nanoTime();
        append(connection, bodies);
        var seconds = (System.nanoTime() - began) / 1e9;
        var bytes = bodies.stream().mapToLong(String::length).sum();
        return new Floor(bodies.size(), bytes, seconds);
      } finally {
        run(connection, "drop table floor");
      }
    }
  }

  private static List<String> bodies(Connection connection, long from, long to)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "select body from journal where first > ? and first <= ? order by first")) {
      statement.setLong(1, from);
      statement.setLong(2, to);
      try (var rows = statement.executeQuery()) {
        var bodies = new ArrayList<String>();
        while (rows.next()) {
          bodies.add(rows.getString(1));
        }
        return bodies;
      }
    }
  }

  private static void append(Connection connection, List<String> bodies) throws SQLException {
    try (var statement = connection.prepareStatement("insert into floor (body) values (?)")) {
      for (var body : bodies) {
        statement.setString(1, body);
        statement.executeUpdate();
      }
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
