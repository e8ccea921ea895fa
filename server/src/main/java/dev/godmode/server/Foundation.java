package dev.godmode.server;

import dev.godmode.adapters.postgres.PostgresProcess;
import dev.godmode.adapters.postgres.PostgresStore;
import dev.godmode.control.engine.Follower;
import dev.godmode.control.engine.Mandate;
import dev.godmode.kernel.KernelSettings;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * What a control that decides stands on.
 *
 * @param postgres the server of its own; empty with a database outside
 * @param follower a kernel at the journal's end
 * @param tenure its lease; empty when it has the database to itself
 * @param takesOver whether another control decided until now
 */
record Foundation(
    Optional<PostgresProcess> postgres,
    PostgresStore store,
    Follower follower,
    Optional<Tenure> tenure,
    boolean takesOver) {

  /** The PostgreSQL that comes with the build; no other control is there. */
  static Foundation alone(ServerSettings settings, SecureRandom random) {
    var postgres = new PostgresProcess(settings.home().resolve("postgres"), random);
    var store = PostgresStore.open(postgres.ensureRunning());
    return new Foundation(Optional.of(postgres), store, follower(store), Optional.empty(), false);
  }

  /** A database outside, of which this control has the lease. */
  static Foundation leased(SharedDatabase database, long term, Tenure tenure) {
    var store = database.forWriting(term);
    return new Foundation(Optional.empty(), store, follower(store), Optional.of(tenure), false);
  }

  /** The same for a control that stood by, and is warm. */
  static Foundation takenOver(
      SharedDatabase database, long term, Tenure tenure, Follower follower) {
    return new Foundation(
        Optional.empty(), database.forWriting(term), follower, Optional.of(tenure), true);
  }

  private static Follower follower(PostgresStore store) {
    return Follower.atTheEnd(KernelSettings.DEFAULT, store.journal(), store.tables());
  }

  Mandate mandate() {
    return tenure.map(Mandate.class::cast).orElse(Mandate.ALWAYS);
  }
}
