package dev.godmode.server.replica;

import static java.lang.System.Logger.Level.INFO;

import dev.godmode.control.inference.Providers;
import dev.godmode.control.inference.replica.Admissions;
import dev.godmode.control.inference.replica.Reporter;
import dev.godmode.control.memory.Embedder;
import dev.godmode.protocol.api.Requests.Component;
import dev.godmode.protocol.api.Requests.Health;
import dev.godmode.server.Duties;
import dev.godmode.server.http.Manners;
import dev.godmode.server.http.OpenPort;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.Routing;
import dev.godmode.server.http.SlowClients;
import dev.godmode.server.inference.AskRoutes;
import dev.godmode.server.routes.HealthRoutes;
import io.helidon.webserver.WebServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/** A replica of the gateway that serves. It keeps nothing that another one would need. */
final class Replica implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Replica.class.getName());
  private static final Duration TOLD_EVERY = Duration.ofMillis(50);
  private static final Duration SLOW_CLIENT_PATIENCE = Duration.ofSeconds(5);

  /** What a replica is, and where it comes from. */
  record Origin(String id, String name, String version, Instant since) {}

  private final Origin origin;
  private final FleetPort control;
  private final ReplicaModels models;
  private final SlowClients slow = new SlowClients(SLOW_CLIENT_PATIENCE);
  private final ScheduledExecutorService lobbies =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("lobbies").daemon().factory());
  private final Duties duties = new Duties();
  private final OpenPort port;

  private Replica(
      ReplicaSettings settings,
      Origin origin,
      Embedder.Source embedders,
      ReplicaModels.Sources sources) {
    var trust = FleetPort.trust(settings.code());
    this.origin = origin;
    this.control = new FleetPort(settings.code(), trust, origin.id());
    this.models =
        new ReplicaModels(
            control,
            trust,
            new Reporter.Self(
                origin.name(),
                "%s:%d".formatted(settings.address(), settings.port()),
                origin.since()),
            embedders,
            sources);
    var gate =
        new ReplicaGate(new Admissions(control, sources.nanos(), Thread::startVirtualThread));
    this.port =
        OpenPort.at(
            new OpenPort.Place(
                "gateway", settings.address(), settings.port(), ReplicaSettings.PORT_VARIABLE),
            Manners.DEFAULT,
            lobbies,
            lobby ->
                WebServer.builder()
                    .routing(new Routing(gate, Replica::unwritten, routes()).build(lobby)));
  }

  /** What is refused here only control writes down, when it was asked. */
  private static void unwritten(String who, String what, String why) {
    LOG.log(INFO, "denied who={0} what={1} why={2}", who, what, why);
  }

  /**
   * Opens its port, and begins to learn from control.
   *
   * @throws dev.godmode.server.http.PortTaken when the port cannot be had
   */
  static Replica start(
      ReplicaSettings settings,
      Origin origin,
      Embedder.Source embedders,
      ReplicaModels.Sources sources) {
    var replica = new Replica(settings, origin, embedders, sources);
    replica.duties.every(TOLD_EVERY, "control", replica.models.reporter()::runOnce);
    replica.duties.every(Providers.PROBED_EVERY, "providers", replica.models.providers()::probe);
    return replica;
  }

  private List<Route> routes() {
    return Stream.of(
            new HealthRoutes(this::health).routes(),
            new AskRoutes(models.gateway(), models.providers(), slow).routes())
        .flatMap(List::stream)
        .toList();
  }

  private Health health() {
    var trouble = models.reporter().trouble();
    return new Health(
        trouble.isEmpty() ? "ok" : Health.DEGRADED,
        origin.version(),
        List.of(new Component("control", trouble.isEmpty(), trouble.orElse("answers"))),
        List.of());
  }

  int port() {
    return port.number();
  }

  /** Why control cannot be told anything. */
  Optional<String> trouble() {
    return models.reporter().trouble();
  }

  /** Ends in good order: what was done is told before. */
  @Override
  public void close() {
    slow.close();
    port.close();
    duties.close();
    Duties.carryOut("last words to control", models.reporter()::runOnce);
    lobbies.shutdownNow();
    models.close();
  }
}
