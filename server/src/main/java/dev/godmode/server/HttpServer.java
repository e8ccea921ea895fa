package dev.godmode.server;

import static java.lang.System.Logger.Level.INFO;

import dev.godmode.control.access.PolicyFile;
import dev.godmode.control.access.RollFile;
import dev.godmode.control.engine.Engine;
import dev.godmode.control.event.EventHub;
import dev.godmode.control.ledger.LedgerBooks;
import dev.godmode.control.log.LogHub;
import dev.godmode.control.mail.MailStore;
import dev.godmode.control.projection.Tables;
import dev.godmode.control.secret.SecretsFile;
import dev.godmode.control.step.StepBook;
import dev.godmode.protocol.api.Requests.Health;
import dev.godmode.server.audit.DoctorRound;
import dev.godmode.server.change.Merges;
import dev.godmode.server.change.SharedCodes;
import dev.godmode.server.document.CanonicalDocuments;
import dev.godmode.server.fleet.Enrolment;
import dev.godmode.server.fleet.StandbyAdmission;
import dev.godmode.server.fleet.WorkerSessions;
import dev.godmode.server.http.Basis;
import dev.godmode.server.http.HeapGuard;
import dev.godmode.server.http.Manners;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.PortTaken;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.RouteCaller;
import dev.godmode.server.http.SlowClients;
import dev.godmode.server.identity.AttemptCredentials;
import dev.godmode.server.identity.Authority;
import dev.godmode.server.identity.Denials;
import dev.godmode.server.identity.LoginCodes;
import dev.godmode.server.identity.OwnerToken;
import dev.godmode.server.identity.ReplicaSecret;
import dev.godmode.server.identity.Sessions;
import dev.godmode.server.identity.SigningKeys;
import dev.godmode.server.identity.StandbyCodes;
import dev.godmode.server.inference.Models;
import dev.godmode.server.inference.ReplicaRoutes;
import dev.godmode.server.memory.ControlMemory;
import dev.godmode.server.network.Doorsteps;
import dev.godmode.server.network.NodeLinks;
import dev.godmode.server.network.TailnetWatch;
import dev.godmode.server.routes.AgentRoutes;
import dev.godmode.server.routes.BrokerRoutes;
import dev.godmode.server.routes.ChangeRoutes;
import dev.godmode.server.routes.CodeRoutes;
import dev.godmode.server.routes.CredentialRoutes;
import dev.godmode.server.routes.DocumentRoutes;
import dev.godmode.server.routes.EnrolRoutes;
import dev.godmode.server.routes.EventRoutes;
import dev.godmode.server.routes.ExportRoutes;
import dev.godmode.server.routes.FindingRoutes;
import dev.godmode.server.routes.FleetRoutes;
import dev.godmode.server.routes.HealthRoutes;
import dev.godmode.server.routes.HudRoutes;
import dev.godmode.server.routes.LedgerAsk;
import dev.godmode.server.routes.LedgerRoutes;
import dev.godmode.server.routes.LogRoutes;
import dev.godmode.server.routes.NodePulse;
import dev.godmode.server.routes.NodeRoutes;
import dev.godmode.server.routes.PeopleRoutes;
import dev.godmode.server.routes.PolicyRoutes;
import dev.godmode.server.routes.ProposalRoutes;
import dev.godmode.server.routes.RoadmapRoutes;
import dev.godmode.server.routes.ScalingRoutes;
import dev.godmode.server.routes.SecretRoutes;
import dev.godmode.server.routes.SnapshotRoutes;
import dev.godmode.server.routes.StandbyRoutes;
import dev.godmode.server.routes.StepRoutes;
import dev.godmode.server.routes.StreamRoutes;
import dev.godmode.server.routes.Submission;
import dev.godmode.server.routes.TailnetRoutes;
import dev.godmode.server.routes.TaskRoutes;
import dev.godmode.server.routes.TokenRoutes;
import dev.godmode.server.routes.Workspace;
import dev.godmode.server.secret.Broker;
import dev.godmode.server.secret.SecretCatalogue;
import dev.godmode.server.view.Ledger;
import dev.godmode.server.view.NodeViews;
import dev.godmode.server.view.TaskFinder;
import dev.godmode.server.view.Worlds;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Control's three ports: the API, the HUD (the same routes, so that a page and its data have one
 * origin), and the fleet port for workers, with its own certificate authority.
 */
public final class HttpServer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SLOW_CLIENT_PATIENCE = Duration.ofSeconds(5);

  /** What is served. */
  public record Control(
      Engine engine,
      LedgerBooks books,
      Tables tables,
      EventHub events,
      LogHub logs,
      StepBook steps,
      AttemptCredentials credentials,
      PolicyFile policy,
      RollFile roll,
      SecretsFile secrets,
      Denials denials,
      CanonicalDocuments documents,
      Models models,
      ControlMemory memory,
      MailStore mail,
      Merges merges,
      SharedCodes codes) {}

  /**
   * Who is let in.
   *
   * @param replicas lets copies of the model gateway in
   * @param doorsteps who may come as far as a gate
   */
  public record Identity(
      OwnerToken token,
      Sessions sessions,
      LoginCodes codes,
      Authority authority,
      SigningKeys keys,
      ReplicaSecret replicas,
      Doorsteps doorsteps) {}

  /** Where time, randomness and ids come from. */
  public record Sources(InstantSource clock, SecureRandom random, Supplier<String> ids) {}

  /** What else there is to tell. */
  public record About(
      String version,
      Workspace workspace,
      Supplier<Health> health,
      TailnetWatch tailnet,
      DoctorRound doctor) {}

  /** Everything it stands on. */
  public record Parts(
      Control control, Identity identity, WorkerSessions sessions, Sources sources, About about) {}

  private final ServerSettings settings;
  private final Ports ports;
  private final SlowClients slow = new SlowClients(SLOW_CLIENT_PATIENCE);
  private final Orders orders;
  private final NodeViews views;
  private final NodePulse pulse;
  private final Denials denials;
  private final Broker broker;
  private final List<Route> served;
  private final List<Route> doors;

  private HttpServer(ServerSettings settings, Parts parts) {
    this.settings = settings;
    var control = parts.control();
    this.orders = new Orders(control.engine(), PATIENCE);
    this.views = new NodeViews(control.documents().reach()::standing, control.codes().reach());
    this.pulse = new NodePulse(orders, views);
    this.denials = control.denials();
    this.broker = new Broker(orders, control.secrets(), parts.sources().clock());
    var enrolment =
        new Enrolment(
            orders,
            parts.identity().authority(),
            this::fleetAddresses,
            new Enrolment.Sources(
                parts.sources().clock(), parts.sources().random(), parts.sources().ids()));
    var codes = new StandbyCodes(parts.sources().random(), parts.sources().clock());
    // Only a control whose database is outside can have a standby.
    var admission =
        settings
            .databaseUrl()
            .map(
                _ ->
                    new StandbyAdmission(
                        orders,
                        parts.identity().authority(),
                        codes,
                        this::fleetAddresses,
                        parts.sources().clock()));
    var forAll = tokenRoutes(parts);
    var routes = routes(parts, orders, enrolment, admission);
    var gates = new Gates(parts, orders);
    this.doors =
        together(
            List.of(
                new EnrolRoutes(enrolment).routes(),
                admission.map(StandbyRoutes::ofFleet).orElse(List.of()),
                new ReplicaRoutes(control.models(), gates::whose, slow).routes()));
    var basis = Basis.of(control.policy()::policy);
    var tools =
        AgentProtocols.over(
            together(List.of(routes, forAll)), new RouteCaller(basis, denials::note), parts, slow);
    this.served = together(List.of(routes, forAll, tools));
    var forAttempts = routes.stream().filter(Route::isForAttempts).toList();
    // The network may be anybody's, and whoever asks for our card shows nothing.
    var closed = tools.stream().filter(tool -> !tool.isOpen()).toList();
    this.ports =
        new Ports(
            gates.of(
                settings,
                documented(served, parts),
                together(List.of(doors, forAll, closed, forAttempts))),
            control.models().services().beside(parts.sessions()::listener),
            parts.identity().authority(),
            Manners.DEFAULT);
  }

  /** What programs of attempts need of credentials, wherever they run: also on the fleet port. */
  private List<Route> tokenRoutes(Parts parts) {
    return together(
        List.of(
            List.of(CredentialRoutes.published(parts.identity().keys())),
            new TokenRoutes(parts.control().credentials(), denials::note, parts.sources().clock())
                .routes()));
  }

  private static List<Route> together(List<List<Route>> some) {
    return some.stream().flatMap(List::stream).toList();
  }

  /**
   * Opens the ports.
   *
   * @throws PortTaken when one of them cannot be had
   */
  public static HttpServer start(ServerSettings settings, Parts parts) {
    var server = new HttpServer(settings, parts);
    server.ports.open(settings);
    LOG.log(
        INFO,
        "serving api={0} hud={1} fleet={2}",
        server.api(),
        server.hud(),
        server.fleetAddresses());
    return server;
  }

  public String api() {
    return "http://" + ServerSettings.LOOPBACK + ":" + ports.api();
  }

  public String hud() {
    return "http://" + ServerSettings.LOOPBACK + ":" + ports.hud();
  }

  /** Where workers may dial the fleet port: host:port, the most useful first. */
  public List<String> fleetAddresses() {
    return settings.fleetHosts().stream().map(host -> host + ":" + ports.fleet()).toList();
  }

  /** Where this machine itself dials it. */
  public String fleet() {
    return "https://%s:%d"
        .formatted(HostNames.reachable(settings.fleetAddress()).getFirst(), ports.fleet());
  }

  private Map<Integer, String> ownPorts() {
    var own = new HashMap<Integer, String>();
    own.put(ports.api(), "the API");
    own.put(ports.hud(), "the HUD");
    ports.serve().ifPresent(port -> own.put(port, "the port for 'tailscale serve'"));
    return own;
  }

  /** By its addresses, as the tailnet's machines reach it, the most useful first. */
  private NodeLinks.PeoplesPorts peoplesPorts() {
    return new NodeLinks.PeoplesPorts(
        ports.tailnet().isEmpty()
            ? List.of()
            : settings.tailnet().hosts().reversed().stream()
                .map(host -> "http://%s:%d".formatted(host, ports.tailnet().getAsInt()))
                .toList(),
        ports.serve().stream()
            .mapToObj(port -> "http://%s:%d".formatted(ServerSettings.LOOPBACK, port))
            .findFirst());
  }

  private List<Route> routes(
      Parts parts, Orders orders, Enrolment enrolment, Optional<StandbyAdmission> admission) {
    var control = parts.control();
    var clock = parts.sources().clock();
    var ledger = new Ledger(control.books());
    var finder = new TaskFinder(orders, control.tables(), ledger);
    var ask = new LedgerAsk(orders, finder);
    var workspace = parts.about().workspace();
    var login = Entrance.byCode(parts.identity(), clock, this::hud);
    var links =
        new NodeLinks(parts.about().tailnet(), parts.sessions()::sources, this::peoplesPorts);
    var worlds =
        new Worlds(
            new Worlds.Sources(orders, control.tables(), ledger, workspace::roadmap, views, clock),
            parts.about().version());
    var submission =
        new Submission(orders, finder, parts.sources().ids(), clock, HeapGuard.ofThisProcess());
    return Stream.of(
            new FleetRoutes(orders, worlds).routes(),
            new TaskRoutes(orders, control.tables(), finder, submission).routes(),
            Conversations.routes(control, parts.sources(), orders, finder),
            new ChangeRoutes(finder, ledger, control.merges()).routes(),
            new LogRoutes(finder, control.logs(), control.events(), slow).routes(),
            new StepRoutes(finder, control.steps()).routes(),
            new NodeRoutes(orders, enrolment, views, clock).routes(),
            new StreamRoutes(orders).routes(),
            new CodeRoutes(orders, control.codes()).routes(),
            new AgentRoutes(orders, parts.sources().ids()).routes(),
            new ScalingRoutes(orders, clock, control.models().servers()).routes(),
            new LedgerRoutes(orders, ledger, ask, parts.sources().ids()).routes(),
            new EventRoutes(ledger, control.events(), pulse, slow, ask).routes(),
            new RoadmapRoutes(workspace).routes(),
            new SnapshotRoutes(orders, control.documents()).routes(),
            new ProposalRoutes(
                    orders, control.documents().proposals(), parts.sources().ids(), clock)
                .routes(),
            StandbyRoutes.ofOwner(admission),
            new CredentialRoutes(orders, finder, control.credentials(), parts.identity().keys())
                .routes(),
            login.routes(),
            Entrance.byOthers(parts, orders, denials, this::hud),
            new PeopleRoutes(
                    orders,
                    parts.identity().sessions(),
                    parts.identity().codes(),
                    login,
                    control.roll()::roll)
                .routes(),
            new PolicyRoutes(orders, control.policy()).routes(),
            new SecretRoutes(
                    new SecretCatalogue(
                        orders,
                        control.books().journal(),
                        control.policy()::policy,
                        control.secrets()))
                .routes(),
            new TailnetRoutes(links).routes(),
            new FindingRoutes(parts.about().doctor(), this::ownPorts).routes(),
            new ExportRoutes(
                    control.policy()::policy,
                    control.roll()::roll,
                    links::view,
                    () -> ports.fleet())
                .routes(),
            new BrokerRoutes(orders, control.policy()::policy, broker).routes(),
            Inference.routes(parts, slow, this::fleetAddresses),
            control.memory().routes(),
            new HealthRoutes(parts.about().health()).routes())
        .flatMap(List::stream)
        .toList();
  }

  /** The HUD comes last: what is no other route is one of its pages. */
  private static List<Route> documented(List<Route> routes, Parts parts) {
    return together(
        List.of(
            routes,
            new DocumentRoutes(routes, parts.about().version()).routes(),
            new HudRoutes().routes()));
  }

  /** All that the API has, but its own description and the HUD's pages. */
  List<Route> routes() {
    return served;
  }

  /** What the fleet port alone has, beside its streams: the ways into the fleet. */
  List<Route> doors() {
    return doors;
  }

  /** Brings to the ledger what was refused, or called, again and again. */
  public void settleDenials() {
    denials.settle();
    broker.settle();
  }

  /** Ends all streams and closes the ports. */
  @Override
  public void close() {
    slow.close();
    pulse.close();
    ports.close();
    broker.close();
    orders.close();
  }
}
