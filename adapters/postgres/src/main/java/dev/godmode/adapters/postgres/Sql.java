package dev.godmode.adapters.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work on a connection, in one transaction, with faults that say what was being done. */
final class Sql {

  /** Work on a connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** The database refused or did not answer. */
  static final class DatabaseFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    DatabaseFault(String doing, SQLException cause) {
      super("while %s: %s".formatted(doing, cause.getMessage()), cause);
    }
  }

  private Sql() {}

  static <T> T query(DataSource source, String doing, Work<T> work) {
    try (var connection = source.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new DatabaseFault(doing, e);
    }
  }

  static <T> T transaction(DataSource source, String doing, Work<T> work) {
    try (var connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        var result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new DatabaseFault(doing, e);
    }
  }
}
