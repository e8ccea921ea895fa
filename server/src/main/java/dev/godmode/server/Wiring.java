package dev.godmode.server;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.adapters.postgres.DatabaseAddress;
import dev.godmode.adapters.postgres.PostgresProcess;
import dev.godmode.adapters.postgres.PostgresStore;
import dev.godmode.control.engine.EngineSettings;
import dev.godmode.control.engine.JournaledEngine;
import dev.godmode.control.engine.SteadyClock;
import dev.godmode.control.engine.TimeOrderedIds;
import dev.godmode.control.event.LiveEvents;
import dev.godmode.control.log.LogHub;
import dev.godmode.kernel.Command.SwitchAutopilot;
import dev.godmode.kernel.KernelSettings;
import dev.godmode.protocol.api.Daemons.ControlProcess;
import dev.godmode.protocol.api.Requests.Component;
import dev.godmode.protocol.api.Requests.Health;
import dev.godmode.server.fleet.WorkerSessions;
import dev.godmode.server.identity.Authority;
import dev.godmode.server.identity.LoginCodes;
import dev.godmode.server.identity.OwnerToken;
import dev.godmode.server.identity.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What stands on what: read it from top to bottom. Adapters are named here and nowhere else.
 *
 * <p>Order of the end is the reverse of the start: doors first, so that nobody is promised anything
 * more; then the engine, which commits what it has decided; then the database.
 */
final class Wiring implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Wiring.class.getName());
  private static final Duration WATCH_EVERY = Duration.ofSeconds(1);
  private static final Duration LOGS_KEPT = Duration.ofDays(30);

  /** What only an entry point may take from the outside world. */
  record Outside(InstantSource wall, LongSupplier nanos, SecureRandom random, String version) {}

  private final Optional<PostgresProcess> postgres;
  private final PostgresStore store;
  private final JournaledEngine engine;
  private final WorkspaceKeeper workspace;
  private final HttpServer server;
  private final ScheduledExecutorService duties;
  private final ControlProcess facts;

  private Wiring(
      Optional<PostgresProcess> postgres,
      PostgresStore store,
      JournaledEngine engine,
      WorkspaceKeeper workspace,
      HttpServer server,
      ControlProcess facts) {
    this.postgres = postgres;
    this.store = store;
    this.engine = engine;
    this.workspace = workspace;
    this.server = server;
    this.facts = facts;
    this.duties =
        Executors.newScheduledThreadPool(2, Thread.ofPlatform().name("duty").daemon().factory());
  }

  /**
   * Starts everything.
   *
   * @param ended called when control cannot go on
   */
  static Wiring start(ServerSettings settings, Outside outside, Runnable ended) throws IOException {
    var startedAt = outside.wall().instant();
    var home = settings.home();
    var clock = new SteadyClock(outside.wall(), outside.nanos());
    var ids = new TimeOrderedIds(clock, outside.random());

    var postgres =
        settings.databaseUrl().isPresent()
            ? Optional.<PostgresProcess>empty()
            : Optional.of(new PostgresProcess(home.resolve("postgres"), outside.random()));
    var store =
        PostgresStore.open(
            postgres
                .map(PostgresProcess::ensureRunning)
                .orElseGet(() -> DatabaseAddress.parse(settings.databaseUrl().orElseThrow())));

    var identity = identity(settings, outside, clock);
    var live = new LiveEvents();
    var logs = new LogHub(store.logs());
    var sessions = new WorkerSessions(clock);
    var engine =
        new JournaledEngine(
            EngineSettings.DEFAULT,
            KernelSettings.DEFAULT,
            new JournaledEngine.Ground(store.journal(), store.tables(), sessions, live, clock),
            outside.version(),
            _ -> ended.run());
    sessions.begin(
        new WorkerSessions.Control(
            engine, logs, store.tables(), KernelSettings.DEFAULT.heartbeatEvery()));
    if (System.getenv("GODMODE_NO_AUTOPILOT") != null) {
      engine.submit("owner", new SwitchAutopilot(false)).join();
    }
    var workspace = WorkspaceKeeper.open(settings, engine, store, ids, outside.nanos());
    workspace.reloadAgents();

    var server =
        HttpServer.start(
            settings,
            new HttpServer.Parts(
                new HttpServer.Control(engine, store.journal(), store.tables(), live, logs),
                identity,
                sessions,
                new HttpServer.Sources(clock, outside.random(), ids::next),
                new HttpServer.About(
                    outside.version(), workspace, () -> health(outside, engine, store))));
    var facts =
        facts(server, outside, startedAt, workspace.folder(), identity.authority(), postgres);
    var wiring = new Wiring(postgres, store, engine, workspace, server, facts);
    wiring.begin();
    return wiring;
  }

  private static HttpServer.Identity identity(
      ServerSettings settings, Outside outside, InstantSource clock) {
    var folder = settings.home().resolve("control");
    return new HttpServer.Identity(
        OwnerToken.open(folder.resolve("owner.token"), outside.random()),
        new Sessions(folder.resolve("sessions.json"), outside.random(), clock),
        new LoginCodes(outside.random(), clock),
        Authority.open(folder, settings.names(), outside.random(), clock));
  }

  private static ControlProcess facts(
      HttpServer server,
      Outside outside,
      Instant startedAt,
      Path workspace,
      Authority authority,
      Optional<PostgresProcess> postgres) {
    return new ControlProcess(
        ProcessHandle.current().pid(),
        outside.version(),
        startedAt,
        server.api(),
        server.hud(),
        "https://" + server.fleetAddresses().getFirst(),
        workspace.toString(),
        authority.fingerprint(),
        postgres.flatMap(PostgresProcess::pid));
  }

  private static Health health(Outside outside, JournaledEngine engine, PostgresStore store) {
    var database = store.isAlive();
    var trouble = engine.trouble();
    var components =
        List.of(
            new Component(
                "database",
                database,
                database ? "answers" : "does not answer; it is started again"),
            new Component(
                "journal",
                trouble.isEmpty(),
                trouble
                    .map(why -> "holds what is decided, nothing is lost: " + why)
                    .orElseGet(() -> "at entry " + engine.committed())));
    var well = components.stream().allMatch(Component::ok);
    return new Health(well ? "ok" : "degraded", outside.version(), components);
  }

  /** Control as others on this machine find it. */
  ControlProcess facts() {
    return facts;
  }

  private void begin() {
    postgres.ifPresent(process -> every(WATCH_EVERY, "database", process::ensureRunning));
    every(WATCH_EVERY, "workspace", workspace::runOnce);
    every(Duration.ofHours(1), "logs", () -> store.logs().expire(LOGS_KEPT));
  }

  /** A duty's edge is where its faults are caught: it is told, and runs again. */
  private void every(Duration period, String name, Runnable duty) {
    var _ =
        duties.scheduleWithFixedDelay(
            () -> {
              try {
                duty.run();
              } catch (RuntimeException e) {
                LOG.log(WARNING, "duty failed, runs again name=" + name, e);
              }
            },
            0,
            period.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    server.close();
    duties.shutdownNow();
    engine.close();
    store.close();
    postgres.ifPresent(PostgresProcess::stop);
  }
}
