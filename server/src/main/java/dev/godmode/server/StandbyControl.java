package dev.godmode.server;

import static java.lang.System.Logger.Level.INFO;

import dev.godmode.adapters.postgres.PostgresStore;
import dev.godmode.control.access.PolicyReader;
import dev.godmode.control.engine.Follower;
import dev.godmode.control.standby.ControlLease.Seen;
import dev.godmode.control.standby.LeaseTerms;
import dev.godmode.control.standby.StandbyWatch;
import dev.godmode.control.standby.StandbyWatch.Standing;
import dev.godmode.kernel.KernelSettings;
import dev.godmode.protocol.api.ControlView;
import dev.godmode.protocol.api.Daemons.ControlProcess;
import dev.godmode.protocol.api.Requests.Component;
import dev.godmode.protocol.api.Requests.Health;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.server.Wiring.Outside;
import dev.godmode.server.fleet.StandbyStream;
import dev.godmode.server.http.Gate;
import dev.godmode.server.http.Manners;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.Routing;
import dev.godmode.server.identity.AttemptCredentials;
import dev.godmode.server.identity.Gatekeeper;
import dev.godmode.server.identity.People;
import dev.godmode.server.routes.HealthRoutes;
import dev.godmode.server.routes.HudRoutes;
import dev.godmode.server.routes.StandbyRoutes;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A control that follows another. Its ports are open, so that people see how it stands and workers
 * are told whom to ask; it serves nothing else.
 */
final class StandbyControl implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(StandbyControl.class.getName());

  private final SharedDatabase database;
  private final String version;
  private final PostgresStore store;
  private final Follower follower;
  private final StandbyWatch watch;
  private final Ports ports;

  private StandbyControl(
      ServerSettings settings,
      Outside outside,
      HttpServer.Identity identity,
      InstantSource clock,
      SharedDatabase database) {
    this.database = database;
    this.version = outside.version();
    this.store = database.forReading();
    this.follower = new Follower(KernelSettings.DEFAULT, store.journal(), store.tables());
    this.watch =
        new StandbyWatch(
            database.lease(), LeaseTerms.DEFAULT, database.self(), follower, outside.nanos());
    var gate =
        new Gatekeeper(
            identity.token(),
            identity.sessions(),
            People.ownerOnly(PolicyReader.builtIn()),
            _ -> new AttemptCredentials.Refused("somebody", "this control stands by"),
            HostNames.ofBrowsers(settings.names()));
    this.ports =
        new Ports(
            new Ports.Served(
                new Routing(Gate.of(gate), StandbyControl::unwritten, routes(identity, clock)),
                Optional.empty(),
                Optional.empty(),
                new Routing(
                        Gate.openOnly(),
                        StandbyControl::unwritten,
                        StandbyRoutes.refusingToEnrol(this::whomToAsk))
                    .behind(identity.doorsteps().fleet())),
            Map.of(StreamProtocol.PATH, () -> new StandbyStream(this::whomToAsk)),
            identity.authority(),
            Manners.DEFAULT);
  }

  /** A standby writes no journal; what it refuses it only logs. */
  private static void unwritten(String who, String what, String why) {
    LOG.log(INFO, "denied who={0} what={1} why={2}", who, what, why);
  }

  /** Loads what there is, and opens the ports. */
  static StandbyControl start(
      ServerSettings settings,
      Outside outside,
      HttpServer.Identity identity,
      InstantSource clock,
      SharedDatabase database) {
    var standby = new StandbyControl(settings, outside, identity, clock, database);
    standby.ports.open(settings.forStandby());
    LOG.log(
        INFO,
        "standing by name={0} position={1}",
        database.self().name(),
        standby.follower.position());
    return standby;
  }

  private List<Route> routes(HttpServer.Identity identity, InstantSource clock) {
    return Stream.of(
            new HealthRoutes(this::health).routes(),
            Entrance.byCode(identity, clock, this::hud).routes(),
            StandbyRoutes.refusing(this::whomToAsk),
            new HudRoutes().routes())
        .flatMap(List::stream)
        .toList();
  }

  private String hud() {
    return "http://" + ServerSettings.LOOPBACK + ":" + ports.hud();
  }

  /** Follows until the lease is granted; empty when it was closed before. */
  OptionalLong awaitTerm() {
    return watch.awaitTerm();
  }

  /** The warm kernel: the engine's, once the lease is granted. */
  Follower follower() {
    return follower;
  }

  private String whomToAsk() {
    return watch
        .standing()
        .holder()
        .map(Seen::node)
        .map(
            node ->
                "%s stands by for %s (%s)"
                    .formatted(
                        database.self().name(), node.name(), String.join(", ", node.addresses())))
        .orElse(database.self().name() + " stands by, and looks who decides");
  }

  private Health health() {
    var now = watch.standing();
    return new Health(
        now.trouble().isEmpty() ? ControlView.STANDBY : Health.DEGRADED,
        version,
        List.of(database(now), journal(now)),
        now.controls().stream()
            .map(seen -> ControlViews.of(seen, database.self(), now.position() + now.behind()))
            .toList());
  }

  private static Component database(Standing now) {
    return new Component(
        "database",
        now.trouble().isEmpty(),
        now.trouble().map(why -> "cannot be followed: " + why).orElse("answers"));
  }

  private static Component journal(Standing now) {
    return new Component(
        "journal",
        true,
        "follows %s, %d entries behind, at entry %d"
            .formatted(
                now.holder().map(seen -> seen.node().name()).orElse("nobody yet"),
                now.behind(),
                now.position()));
  }

  /** This process as others on this machine find it. */
  ControlProcess facts(Outside outside, ServerSettings settings, String authority) {
    return new ControlProcess(
        ProcessHandle.current().pid(),
        version,
        outside.wall().instant(),
        "http://" + ServerSettings.LOOPBACK + ":" + ports.api(),
        hud(),
        "https://" + database.self().addresses().getFirst(),
        settings.home().resolve("workspace").toString(),
        authority,
        Optional.empty());
  }

  /** Makes room for the control that this process becomes; the warm kernel stays. */
  void makeRoom() {
    ports.close();
    store.close();
  }

  @Override
  public void close() {
    watch.close();
    makeRoom();
  }
}
