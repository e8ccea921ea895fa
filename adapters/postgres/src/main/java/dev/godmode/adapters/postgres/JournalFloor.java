package dev.godmode.adapters.postgres;

import dev.godmode.protocol.json.Json;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the disk and PostgreSQL alone can do with the same bytes: appends a part of a journal once
 * more to a table without anything else, batch by batch, each with a commit of its own. The floor
 * that a measurement of the whole system is held against.
 */
public final class JournalFloor {

  private static final int COMMIT_CHARS = 2_000;
  private static final int COMMIT_SECONDS = 5;

  /**
   * One small commit after the other, due at a steady rate.
   *
   * @param p50 milliseconds from when it was due
   */
  record Commit(double p50, double p99, int ratePerS) {}

  /** What it printed: how much was appended, how long it took, and how long small commits take. */
  record Floor(int batches, long bytes, double seconds, List<Commit> commits) {}

  private JournalFloor() {}

  /**
   * Prints one JSON document.
   *
   * @param args the folder of the embedded PostgreSQL (unless GODMODE_DATABASE_URL is set), and the
   *     sequence numbers between which the journal is appended, then rates of small commits
   */
  public static void main(String[] args) throws SQLException, InterruptedException {
    var url = System.getenv("GODMODE_DATABASE_URL");
    var from = Long.parseLong(args[1]);
    var to = Long.parseLong(args[2]);
    var rates = Arrays.stream(args).skip(3).map(Integer::parseInt).toList();
    if (url != null && !url.isBlank()) {
      System.out.println(Json.write(measure(DatabaseAddress.parse(url), from, to, rates)));
      return;
    }
    var postgres = new PostgresProcess(Path.of(args[0]), new SecureRandom());
    try {
      System.out.println(Json.write(measure(postgres.ensureRunning(), from, to, rates)));
    } finally {
      postgres.stop();
    }
  }

  private static Floor measure(DatabaseAddress address, long from, long to, List<Integer> rates)
      throws SQLException, InterruptedException {
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
        var commits = new ArrayList<Commit>();
        for (var rate : rates) {
          commits.add(commits(connection, rate));
        }
        return new Floor(bodies.size(), bytes, seconds, commits);
      } finally {
        run(connection, "drop table floor");
      }
    }
  }

  private static Commit commits(Connection connection, int rate)
      throws SQLException, InterruptedException {
    var body = List.of("x".repeat(COMMIT_CHARS));
    var took = new double[rate * COMMIT_SECONDS];
    var began = System.nanoTime();
    for (var i = 0; i < took.length; i++) {
      var due = began + i * TimeUnit.SECONDS.toNanos(1) / rate;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      append(connection, body);
      took[i] = (System.nanoTime() - due) / 1e6;
    }
    Arrays.sort(took);
    return new Commit(took[took.length / 2], took[took.length * 99 / 100], rate);
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
