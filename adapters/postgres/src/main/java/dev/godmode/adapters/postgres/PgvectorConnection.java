package dev.godmode.adapters.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.godmode.adapters.postgres.Sql.DatabaseFault;
import dev.godmode.control.memory.MemoryIndex.IndexFault;
import dev.godmode.control.memory.Outage;
import dev.godmode.control.memory.VectorsAddress;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.control.secret.UserPassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The way to a PostgreSQL that has pgvector. It is opened when it is needed, and anew after a
 * fault, with the key that there is then.
 */
final class PgvectorConnection implements AutoCloseable {

  private static final int CONNECTIONS_MAX = 4;
  private static final long CONNECT_MILLIS = 2_000;
  private static final String CONNECT_SECONDS = "2";

  /** One that is there and does not answer would hold up whoever asks. */
  private static final String ANSWERS_SECONDS = "10";

  private final VectorsAddress address;
  private final Supplier<Optional<SecretValue>> key;
  private final Outage outage;
  private Optional<HikariDataSource> open = Optional.empty();

  PgvectorConnection(
      VectorsAddress address, Supplier<Optional<SecretValue>> key, LongSupplier nanos) {
    this.address = address;
    this.key = key;
    this.outage = new Outage(nanos);
  }

  /**
   * Works with it, in one transaction.
   *
   * @throws IndexFault when it cannot
   */
  <T> T transaction(String doing, Sql.Work<T> work) {
    return with(source -> Sql.transaction(source, doing, work));
  }

  /** The same outside of a transaction: some statements want that. */
  <T> T query(String doing, Sql.Work<T> work) {
    return with(source -> Sql.query(source, doing, work));
  }

  private interface Asking<T> {
    T ask(DataSource source);
  }

  private <T> T with(Asking<T> asking) {
    var source = source();
    try {
      return asking.ask(source);
    } catch (DatabaseFault fault) {
      throw failed(Optional.of(source), fault);
    }
  }

  private synchronized HikariDataSource source() {
    outage.requireTime();
    if (open.isEmpty()) {
      open = Optional.of(connected());
    }
    return open.get();
  }

  private HikariDataSource connected() {
    var config = new HikariConfig();
    config.setJdbcUrl(address.jdbcUrl());
    key.get()
        .ifPresent(
            secret -> {
              var who =
                  UserPassword.of(secret)
                      .orElseThrow(
                          () ->
                              new IndexFault(
                                  "the key of a database of vectors is USER:PASSWORD in one line, and the secret that GODMODE_VECTORS_KEY names is not"));
              config.setUsername(who.user());
              config.setPassword(who.password());
            });
    config.setMaximumPoolSize(CONNECTIONS_MAX);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setPoolName("vectors");
    var driver = new Properties();
    driver.put("connectTimeout", CONNECT_SECONDS);
    driver.put("socketTimeout", ANSWERS_SECONDS);
    config.setDataSourceProperties(driver);
    try {
      var source = new HikariDataSource(config);
      prepare(source);
      return source;
    } catch (PoolInitializationException e) {
      throw failed(Optional.empty(), e);
    }
  }

  private void prepare(HikariDataSource source) {
    try {
      Sql.query(source, "preparing the database of vectors", PgvectorConnection::prepare);
    } catch (DatabaseFault fault) {
      source.close();
      throw failed(Optional.empty(), fault);
    }
  }

  private static boolean prepare(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("create extension if not exists vector");
      return statement.execute(
          """
          create table if not exists godmode_vectors (
            one boolean primary key default true check (one),
            fleet text not null,
            position bigint not null,
            embedder text not null,
            traces boolean not null default false)
          """);
    }
  }

  private synchronized IndexFault failed(Optional<HikariDataSource> source, Throwable why) {
    var words = "the vectors at %s are away: %s".formatted(address, root(why).getMessage());
    if (source.isEmpty() || open.equals(source)) {
      outage.began(words);
      close();
    }
    return new IndexFault(words, why);
  }

  /** What a pool says of it is how long it waited. */
  private static Throwable root(Throwable why) {
    return Stream.iterate(why, Objects::nonNull, Throwable::getCause)
        .reduce((_, deeper) -> deeper)
        .orElse(why);
  }

  @Override
  public synchronized void close() {
    open.ifPresent(HikariDataSource::close);
    open = Optional.empty();
  }
}
