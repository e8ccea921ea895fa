package dev.godmode.adapters.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for all tests of this module; each test gets a database of its own in it. */
final class Database {

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final PostgresProcess PROCESS = process();

  private Database() {}

  private static PostgresProcess process() {
    try {
      var home = Files.createTempDirectory("godmode-postgres-test");
      var process =
          new PostgresProcess(home, new SecureRandom(), List.of("synchronous_commit=off"));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    process.stop();
                    delete(home);
                  }));
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PostgresProcess server() {
    return PROCESS;
  }

  /** The address of a new, empty database. */
  static DatabaseAddress fresh() {
    var all = PROCESS.ensureRunning();
    var name = "test_" + NAMES.incrementAndGet();
    try (var connection = DriverManager.getConnection(all.jdbcUrl(), all.user(), all.password());
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new DatabaseAddress(
        all.jdbcUrl().replace("/postgres?", "/" + name + "?"), all.user(), all.password());
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
