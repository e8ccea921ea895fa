package dev.godmode.adapters.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** A connected database at the newest schema, and the ports that stand on it. */
public final class PostgresStore implements AutoCloseable {

  private static final int CONNECTIONS_MAX = 10;
  private static final long CONNECT_MILLIS = 5_000;
  private static final String SOCKET_SECONDS = "60";
  private static final MigrationVersion FIRST_WITH_LEASE = MigrationVersion.fromVersion("2");

  private final HikariDataSource source;

  private PostgresStore(HikariDataSource source) {
    this.source = source;
  }

  /** Connects and brings the schema up to date. */
  public static PostgresStore open(DatabaseAddress address) {
    var store = connect(address, Admission.ALONE);
    try {
      migrate(store.source);
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Connects to a database whose schema is known to be up to date. */
  public static PostgresStore connect(DatabaseAddress address, Admission admission) {
    var config = new HikariConfig();
    config.setJdbcUrl(address.jdbcUrl());
    if (!address.user().isEmpty()) {
      config.setUsername(address.user());
      config.setPassword(address.password());
    }
    config.setMaximumPoolSize(CONNECTIONS_MAX);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setPoolName("godmode");
    config.setConnectionInitSql(admission.greeting());
    var driver = new Properties();
    driver.put("tcpKeepAlive", "true");
    driver.put("socketTimeout", SOCKET_SECONDS);
    driver.put("stringtype", "unspecified");
    config.setDataSourceProperties(driver);
    return new PostgresStore(new HikariDataSource(config));
  }

  /** Brings the schema up to date, and closes again. */
  public static void migrate(DatabaseAddress address) {
    open(address).close();
  }

  /** How the schema of a database compares with what this version needs. */
  public enum Schema {
    CURRENT,
    OLDER,
    /** There is none, or it is from before controls could share a database. */
    WITHOUT_LEASE
  }

  /** Looks, and changes nothing. */
  public static Schema schema(DatabaseAddress address) {
    try (var store = connect(address, Admission.STANDBY)) {
      var info = flyway(store.source).info();
      var now = info.current();
      if (now == null || now.getVersion().compareTo(FIRST_WITH_LEASE) < 0) {
        return Schema.WITHOUT_LEASE;
      }
      return info.pending().length == 0 ? Schema.CURRENT : Schema.OLDER;
    }
  }

  private static Flyway flyway(DataSource source) {
    return Flyway.configure().dataSource(source).locations("classpath:db/migration").load();
  }

  private static void migrate(DataSource source) {
    try {
      flyway(source).migrate();
    } catch (FlywayValidateException e) {
      throw new IllegalStateException(
          "the database's tables are of another version of God Mode; nothing was changed. Use that version, or another GODMODE_HOME or GODMODE_DATABASE_URL",
          e);
    }
  }

  public PostgresJournal journal() {
    return new PostgresJournal(source);
  }

  public PostgresLedgerIndex ledgerIndex() {
    return new PostgresLedgerIndex(source);
  }

  public PostgresSpendingBook spendings() {
    return new PostgresSpendingBook(source);
  }

  public PostgresTables tables() {
    return new PostgresTables(source);
  }

  public PostgresLogStore logs() {
    return new PostgresLogStore(source);
  }

  public PostgresOutboxPositions outbox() {
    return new PostgresOutboxPositions(source);
  }

  public PostgresMailStore mail() {
    return new PostgresMailStore(source);
  }

  public PostgresStepStore steps() {
    return new PostgresStepStore(source);
  }

  public PostgresMemoryStore memories() {
    return new PostgresMemoryStore(source);
  }

  public PostgresTidyRules tidyRules() {
    return new PostgresTidyRules(source);
  }

  public PostgresKnowledgeGraph graph() {
    return new PostgresKnowledgeGraph(source);
  }

  public PostgresRoadmapStore roadmap() {
    return new PostgresRoadmapStore(source);
  }

  /** Whether the database answers. */
  public boolean isAlive() {
    try (var connection = source.getConnection()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
