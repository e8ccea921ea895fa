package dev.godmode.server;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import dev.godmode.control.engine.SteadyClock;
import dev.godmode.control.engine.TimeOrderedIds;
import dev.godmode.control.standby.ControlLease.Claim;
import dev.godmode.control.standby.LeaseKeeper;
import dev.godmode.protocol.api.Daemons.ControlProcess;
import dev.godmode.protocol.json.Json;
import dev.godmode.server.Wiring.Outside;
import dev.godmode.server.identity.PrivateFile;
import dev.godmode.server.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * What a control process is, one after the other: it stands by while another control decides on the
 * same database, it decides, and it ends when it is told to, cannot go on, or was replaced.
 */
final class ControlLife {

  private static final System.Logger LOG = System.getLogger(ControlLife.class.getName());

  private final ServerSettings settings;
  private final Network network;
  private final Outside outside;
  private final Consumer<String> replaced;
  private final Path state;
  private final SteadyClock clock;
  private final TimeOrderedIds ids;
  private final AtomicReference<Optional<AutoCloseable>> now =
      new AtomicReference<>(Optional.empty());

  /**
   * A life that has not begun.
   *
   * @param replaced told who decides now; must end the process at once, for nothing that this one
   *     still does can be right
   */
  ControlLife(
      ServerSettings settings, Network network, Outside outside, Consumer<String> replaced) {
    this.settings = settings.on(network);
    this.network = network;
    this.outside = outside;
    this.replaced = replaced;
    this.state = settings.home().resolve("control/control.json");
    this.clock = new SteadyClock(outside.wall(), outside.nanos());
    this.ids = new TimeOrderedIds(clock, outside.random());
  }

  /** Runs until the control cannot go on, or was stopped while it stood by. */
  void run() throws IOException, InterruptedException {
    Files.deleteIfExists(state);
    settings
        .standbyCode()
        .ifPresent(code -> AuthorityTransfer.receive(code, settings.home().resolve("control")));
    var identity = Wiring.identity(settings, network, outside, clock);
    var foundation = settings.databaseUrl().isPresent() ? shared(identity) : Optional.of(alone());
    if (foundation.isPresent()) {
      decide(identity, foundation.get());
    }
  }

  /** A fleet whose journal is elsewhere must not begin a second one here because of a typo. */
  private Foundation alone() {
    var badge = ControlBadge.in(settings.home().resolve("control"));
    if (Files.exists(badge)) {
      throw new IllegalStateException(
          "this control's journal is in a database outside: set GODMODE_DATABASE_URL as before. To"
              + " begin anew with the PostgreSQL that comes with it, delete "
              + badge);
    }
    return Foundation.alone(settings, outside.random());
  }

  private void decide(HttpServer.Identity identity, Foundation foundation)
      throws IOException, InterruptedException {
    var over = new CountDownLatch(1);
    var control =
        Wiring.start(
            settings,
            outside,
            new Wiring.Given(identity, clock, ids, foundation, network),
            over::countDown);
    now.set(Optional.of(control));
    note(control.facts());
    LOG.log(INFO, "control is up version={0} home={1}", outside.version(), settings.home());
    over.await();
  }

  private Optional<Foundation> shared(HttpServer.Identity identity) {
    var database =
        SharedDatabase.open(
            settings, identity.authority().fingerprint(), ids::next, outside.version());
    now.set(Optional.of(database));
    return switch (database.enter()) {
      case Claim.Granted(var term) ->
          Optional.of(Foundation.leased(database, term, tenure(database, term)));
      case Claim.Held _ -> standBy(identity, database);
    };
  }

  private Optional<Foundation> standBy(HttpServer.Identity identity, SharedDatabase database) {
    var standby = StandbyControl.start(settings, outside, identity, clock, database);
    now.set(Optional.of(standby));
    note(standby.facts(outside, settings, identity.authority().fingerprint()));
    var term = standby.awaitTerm();
    return term.isEmpty() ? Optional.empty() : Optional.of(takeOver(database, standby, term));
  }

  private Foundation takeOver(
      SharedDatabase database, StandbyControl standby, OptionalLong granted) {
    var term = granted.getAsLong();
    var tenure = tenure(database, term);
    standby.makeRoom();
    return Foundation.takenOver(database, term, tenure, standby.follower());
  }

  private Tenure tenure(SharedDatabase database, long term) {
    var clocks = new LeaseKeeper.Clocks(outside.wall(), outside.nanos());
    return new Tenure(database, term, clocks, replaced);
  }

  private void note(ControlProcess facts) {
    new PrivateFile(state).write(Json.write(facts));
  }

  /** Takes back the note by which others on this machine find this process. */
  void vanish() {
    try {
      Files.deleteIfExists(state);
    } catch (IOException e) {
      LOG.log(ERROR, "cannot delete " + state, e);
    }
  }

  /** Ends in good order. */
  void stop() {
    vanish();
    now.get().ifPresent(ControlLife::close);
    LOG.log(INFO, "control stopped");
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.log(ERROR, "a part of control did not end in good order", e);
    }
  }
}
