package dev.godmode.server;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.adapters.postgres.Admission;
import dev.godmode.adapters.postgres.DatabaseAddress;
import dev.godmode.adapters.postgres.PostgresLease;
import dev.godmode.adapters.postgres.PostgresStore;
import dev.godmode.adapters.postgres.PostgresStore.Schema;
import dev.godmode.control.standby.ControlLease;
import dev.godmode.control.standby.ControlLease.Claim;
import dev.godmode.control.standby.ControlLease.Seen;
import dev.godmode.control.standby.ControlNode;
import dev.godmode.control.standby.LeaseTerms;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A database outside, which several controls may share: this one's place among them. */
final class SharedDatabase implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(SharedDatabase.class.getName());

  private final DatabaseAddress address;
  private final PostgresLease lease;
  private final ControlNode self;
  private final boolean outdated;

  private SharedDatabase(
      DatabaseAddress address, PostgresLease lease, ControlNode self, boolean outdated) {
    this.address = address;
    this.lease = lease;
    this.self = self;
    this.outdated = outdated;
  }

  /**
   * Looks at the database; nothing is changed while another control may be at work there.
   *
   * @param authority fingerprint of the authority that this control shows workers
   */
  static SharedDatabase open(
      ServerSettings settings, String authority, Supplier<String> ids, String version) {
    var address = DatabaseAddress.parse(settings.databaseUrl().orElseThrow());
    var schema = PostgresStore.schema(address);
    if (schema == Schema.WITHOUT_LEASE) {
      PostgresStore.migrate(address);
    }
    var lease = new PostgresLease(address, LeaseTerms.DEFAULT);
    try {
      var badge = ControlBadge.open(settings.home().resolve("control"), ids, lease::controls);
      var addresses =
          settings.fleetHosts().stream().map(host -> host + ":" + settings.fleetPort()).toList();
      var self = new ControlNode(badge.id(), badge.name(), addresses, authority, version);
      return new SharedDatabase(address, lease, self, schema == Schema.OLDER);
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /**
   * Takes the lease, or learns who has it.
   *
   * @throws IllegalStateException when this control cannot stand by for who has it
   */
  Claim enter() {
    var before = holder();
    var claim = lease.take(self);
    switch (claim) {
      case Claim.Granted _ -> {
        if (outdated) {
          PostgresStore.migrate(address);
        }
        before
            .filter(seen -> !isOurs(seen))
            .ifPresent(
                seen ->
                    LOG.log(
                        WARNING,
                        "the database was {0}''s, of another authority: workers must join again",
                        seen.node().name()));
      }
      case Claim.Held(var name) -> requireMayStandBy(name);
    }
    return claim;
  }

  private void requireMayStandBy(String name) {
    if (holder().filter(seen -> !isOurs(seen)).isPresent()) {
      throw new IllegalStateException(
          "control %s decides on this database, and this home is not of its fleet. To let it stand by: there ./gm join-code --standby, and here ./gmup --standby CODE in a new GODMODE_HOME"
              .formatted(name));
    }
    if (outdated) {
      throw new IllegalStateException(
          "control %s runs an older version on this database: update it first, then this standby"
              .formatted(name));
    }
  }

  private boolean isOurs(Seen seen) {
    return seen.node().authority().equals(self.authority());
  }

  private Optional<Seen> holder() {
    return controls().stream().filter(Seen::holds).findFirst();
  }

  ControlNode self() {
    return self;
  }

  ControlLease lease() {
    return lease;
  }

  List<Seen> controls() {
    return lease.controls();
  }

  /** For a control that follows. */
  PostgresStore forReading() {
    return PostgresStore.connect(address, Admission.STANDBY);
  }

  /** For the control that decides in this term; it is cut off when another term begins. */
  PostgresStore forWriting(long term) {
    return PostgresStore.connect(address, Admission.ofTerm(term));
  }

  @Override
  public void close() {
    lease.close();
  }
}
