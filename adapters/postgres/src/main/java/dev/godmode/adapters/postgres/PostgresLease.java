package dev.godmode.adapters.postgres;

import dev.godmode.control.standby.ControlLease;
import dev.godmode.control.standby.ControlNode;
import dev.godmode.control.standby.LeaseTerms;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The lease as a row of a table, on a connection of its own: a pool that is busy must not cost the
 * lease.
 */
public final class PostgresLease implements ControlLease, AutoCloseable {

  private static final String ANSWER_SECONDS = "2";
  private static final Duration SESSIONS_END_WITHIN = Duration.ofSeconds(2);
  private static final long SESSIONS_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /**
   * Let go of, or lapsed; but after the database itself was away its holder has the time of one
   * lease to come back.
   */
  private static final String FREE =
      """
      (lapses_at = '-infinity'
        or greatest(lapses_at, pg_postmaster_start_time() + ? * interval '1 millisecond') <= clock_timestamp())
      """;

  private static final String SELECT =
      "select holder, holder_name, " + FREE + " from control_lease";

  private static final String TAKE =
      """
      insert into control_lease as held (holder, holder_name, term, lapses_at)
      values (?, ?, 1, clock_timestamp() + ? * interval '1 millisecond')
      on conflict (only_row) do update
        set holder = excluded.holder, holder_name = excluded.holder_name, term = held.term + 1,
          lapses_at = excluded.lapses_at
        where held.holder = excluded.holder or
      """
          + FREE.replace("lapses_at", "held.lapses_at")
          + " returning term";

  private static final String RENEW =
      """
      update control_lease set lapses_at = clock_timestamp() + ? * interval '1 millisecond'
      where holder = ? and term = ?
      """;

  private static final String EXPEL =
      """
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like ? and application_name <> ?
      """;

  private static final String REPORT =
      """
      insert into control (id, name, addresses, authority, version, position, seen_at)
      values (?, ?, ?, ?, ?, ?, clock_timestamp())
      on conflict (id) do update set name = excluded.name, addresses = excluded.addresses,
        authority = excluded.authority, version = excluded.version, position = excluded.position,
        seen_at = excluded.seen_at
      """;

  private static final String CONTROLS =
      """
      select c.id, name, addresses, authority, version, position, l.holder is not null,
        greatest(0, extract(epoch from clock_timestamp() - seen_at) * 1000)::bigint
      from control c left join control_lease l on l.holder = c.id
      where seen_at > clock_timestamp() - ? * interval '1 millisecond'
      order by name, c.id
      """;

  private final DatabaseAddress address;
  private final LeaseTerms terms;
  private Optional<Connection> open = Optional.empty();

  /** Names the place; connects when it is first asked. */
  public PostgresLease(DatabaseAddress address, LeaseTerms terms) {
    this.address = address;
    this.terms = terms;
  }

  @Override
  public Claim take(ControlNode self) {
    return on(
        "taking the lease",
        connection -> {
          var other = holder(connection, self);
          if (other.isPresent()) {
            return new Claim.Held(other.get());
          }
          var term = taken(connection, self);
          if (term.isEmpty()) {
            return new Claim.Held(holder(connection, self).orElse("another control"));
          }
          expel(connection, term.get());
          return new Claim.Granted(term.get());
        });
  }

  /** The name of another control that holds it just now. */
  private Optional<String> holder(Connection connection, ControlNode self) throws SQLException {
    try (var statement = connection.prepareStatement(SELECT)) {
      statement.setLong(1, terms.ttl().toMillis());
      try (var rows = statement.executeQuery()) {
        return rows.next() && !rows.getString(1).equals(self.id()) && !rows.getBoolean(3)
            ? Optional.of(rows.getString(2))
            : Optional.empty();
      }
    }
  }

  private Optional<Long> taken(Connection connection, ControlNode self) throws SQLException {
    try (var statement = connection.prepareStatement(TAKE)) {
      statement.setString(1, self.id());
      statement.setString(2, self.name());
      statement.setLong(3, terms.ttl().toMillis());
      statement.setLong(4, terms.ttl().toMillis());
      try (var rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
      }
    }
  }

  /**
   * Ends the sessions of earlier terms. A frozen control would otherwise keep its locks, and go on
   * where it stood when it thaws; new sessions of its term are not admitted any more.
   */
  private static void expel(Connection connection, long term) throws SQLException {
    var deadline = System.nanoTime() + SESSIONS_END_WITHIN.toNanos();
    while (ended(connection, term) > 0) {
      if (System.nanoTime() - deadline >= 0) {
        throw new LeaseUnavailable(
            "sessions of an earlier control do not end", new IllegalStateException());
      }
      LockSupport.parkNanos(SESSIONS_LOOK_NANOS);
    }
  }

  private static int ended(Connection connection, long term) throws SQLException {
    try (var statement = connection.prepareStatement(EXPEL)) {
      statement.setString(1, Admission.OF_ANY_TERM);
      statement.setString(2, Admission.ofTerm(term).label());
      try (var rows = statement.executeQuery()) {
        var count = 0;
        while (rows.next()) {
          count++;
        }
        return count;
      }
    }
  }

  @Override
  public Claim renew(ControlNode self, long term) {
    return on(
        "renewing the lease",
        connection -> {
          try (var statement = connection.prepareStatement(RENEW)) {
            statement.setLong(1, terms.ttl().toMillis());
            statement.setString(2, self.id());
            statement.setLong(3, term);
            return statement.executeUpdate() == 1
                ? new Claim.Granted(term)
                : new Claim.Held(anyHolder(connection));
          }
        });
  }

  private static String anyHolder(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement("select holder_name from control_lease");
        var rows = statement.executeQuery()) {
      return rows.next() ? rows.getString(1) : "nobody";
    }
  }

  @Override
  public void release(ControlNode self, long term) {
    update(
        "releasing the lease",
        "update control_lease set lapses_at = '-infinity' where holder = ? and term = ?",
        statement -> {
          statement.setString(1, self.id());
          statement.setLong(2, term);
        });
  }

  @Override
  public void report(ControlNode self, long position) {
    update(
        "reporting to the other controls",
        REPORT,
        statement -> {
          statement.setString(1, self.id());
          statement.setString(2, self.name());
          statement.setString(3, String.join(",", self.addresses()));
          statement.setString(4, self.authority());
          statement.setString(5, self.version());
          statement.setLong(6, position);
        });
  }

  @Override
  public void leave(ControlNode self) {
    update(
        "leaving the other controls",
        "delete from control where id = ?",
        statement -> statement.setString(1, self.id()));
  }

  @Override
  public List<Seen> controls() {
    return on(
        "listing the controls",
        connection -> {
          try (var statement = connection.prepareStatement(CONTROLS)) {
            statement.setLong(1, terms.remembered().toMillis());
            try (var rows = statement.executeQuery()) {
              var controls = new ArrayList<Seen>();
              while (rows.next()) {
                var node =
                    new ControlNode(
                        rows.getString(1),
                        rows.getString(2),
                        List.of(rows.getString(3).split(",", -1)),
                        rows.getString(4),
                        rows.getString(5));
                controls.add(
                    new Seen(
                        node,
                        rows.getBoolean(7),
                        rows.getLong(6),
                        Duration.ofMillis(rows.getLong(8))));
              }
              return controls;
            }
          }
        });
  }

  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private void update(String doing, String sql, Binding binding) {
    on(
        doing,
        connection -> {
          try (var statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            return statement.executeUpdate();
          }
        });
  }

  private synchronized <T> T on(String doing, Sql.Work<T> work) {
    try {
      return work.on(connection());
    } catch (SQLException e) {
      close();
      throw new LeaseUnavailable("while %s: %s".formatted(doing, e.getMessage()), e);
    }
  }

  private Connection connection() throws SQLException {
    if (open.isEmpty()) {
      var login = new Properties();
      if (!address.user().isEmpty()) {
        login.put("user", address.user());
        login.put("password", address.password());
      }
      // A database that does not answer must be noticed while the lease still holds.
      login.put("connectTimeout", ANSWER_SECONDS);
      login.put("loginTimeout", ANSWER_SECONDS);
      login.put("socketTimeout", ANSWER_SECONDS);
      login.put("ApplicationName", "godmode-lease");
      open = Optional.of(DriverManager.getConnection(address.jdbcUrl(), login));
    }
    return open.get();
  }

  @Override
  public synchronized void close() {
    open.ifPresent(PostgresLease::close);
    open = Optional.empty();
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException _) {
      // It was broken, and is gone.
    }
  }
}
