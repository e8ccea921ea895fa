package dev.godmode.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.journal.HashChain;
import dev.godmode.control.journal.Journal.Head;
import dev.godmode.control.journal.Journal.JournalUnavailable;
import dev.godmode.control.standby.ControlLease;
import dev.godmode.control.standby.ControlLease.Claim;
import dev.godmode.control.standby.ControlLease.LeaseUnavailable;
import dev.godmode.control.standby.LeaseTerms;
import dev.godmode.kernel.Changes;
import dev.godmode.protocol.event.FleetEvent.FleetResumed;
import dev.godmode.testkit.contract.ControlLeaseContract;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresLeaseTest extends ControlLeaseContract {

  private final DatabaseAddress address = Database.fresh();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void migrate() {
    PostgresStore.migrate(address);
  }

  @AfterEach
  void close() throws Exception {
    for (var each : opened) {
      each.close();
    }
  }

  @Override
  protected ControlLease lease(LeaseTerms terms) {
    var lease = new PostgresLease(address, terms);
    opened.add(lease);
    return lease;
  }

  private PostgresStore store(long term) {
    var store = PostgresStore.connect(address, Admission.ofTerm(term));
    opened.add(store);
    return store;
  }

  @Test
  void a_control_that_lost_the_lease_can_write_nothing_any_more() {
    lease(NONE).take(FORGE);
    var frozen = store(1);
    var journal = frozen.journal();
    var first = new HashChain(Head.EMPTY).seal(Instant.EPOCH, "forge", new FleetResumed());
    journal.append(List.of(first));

    lease(NONE).take(ATLAS);

    var second = new HashChain(first.head()).seal(Instant.EPOCH, "forge", new FleetResumed());
    assertThatThrownBy(() -> journal.append(List.of(second)))
        .isInstanceOf(JournalUnavailable.class);
    assertThat(store(2).journal().head().sequence()).isEqualTo(1);
  }

  @Test
  void a_transaction_that_a_frozen_control_left_open_holds_nobody_up() throws SQLException {
    lease(NONE).take(FORGE);
    try (var connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        var statement = connection.createStatement()) {
      statement.execute(Admission.ofTerm(1).greeting());
      connection.setAutoCommit(false);
      statement.execute("update position set seq = 41");

      assertThat(lease(NONE).take(ATLAS)).isEqualTo(new Claim.Granted(2));

      store(2).tables().write(1, Changes.NONE);
      assertThat(store(2).tables().position()).isEqualTo(1);
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void after_a_restart_of_the_database_the_holder_has_time_to_come_back() {
    lease(NONE).take(FORGE);

    Database.server().stop();
    Database.server().ensureRunning();

    // By the long lease the database has not been up for long enough.
    assertThat(lease(LONG).take(ATLAS)).isEqualTo(new Claim.Held("forge"));
    assertThat(lease(LONG).renew(FORGE, 1)).isEqualTo(new Claim.Granted(1));
  }

  @Test
  void a_database_that_is_away_is_said_to_be_and_found_again() {
    var lease = lease(LONG);
    lease.take(FORGE);

    Database.server().stop();
    assertThatThrownBy(() -> lease.renew(FORGE, 1)).isInstanceOf(LeaseUnavailable.class);
    Database.server().ensureRunning();

    assertThat(lease.renew(FORGE, 1)).isEqualTo(new Claim.Granted(1));
  }
}
