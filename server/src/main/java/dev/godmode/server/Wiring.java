package dev.godmode.server;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.godmode.adapters.git.GitRepositories;
import dev.godmode.adapters.lucene.LuceneMemoryIndex;
import dev.godmode.adapters.models.HttpModelServer;
import dev.godmode.adapters.postgres.PostgresProcess;
import dev.godmode.adapters.tailscale.LocalTailnet;
import dev.godmode.audit.host.ListeningSockets;
import dev.godmode.control.access.PolicyFile;
import dev.godmode.control.change.ChangeFiles;
import dev.godmode.control.engine.EngineSettings;
import dev.godmode.control.engine.JournaledEngine;
import dev.godmode.control.engine.TimeOrderedIds;
import dev.godmode.control.event.LiveEvents;
import dev.godmode.control.inference.Providers;
import dev.godmode.control.inference.UseBooks;
import dev.godmode.control.ledger.LedgerBooks;
import dev.godmode.control.log.LogHub;
import dev.godmode.control.secret.SecretsFile;
import dev.godmode.control.step.StepBook;
import dev.godmode.control.tailnet.Tailnet;
import dev.godmode.control.trace.TraceTeller;
import dev.godmode.kernel.Command.SwitchAutopilot;
import dev.godmode.kernel.KernelSettings;
import dev.godmode.protocol.api.Daemons.ControlProcess;
import dev.godmode.server.audit.DoctorRound;
import dev.godmode.server.change.CheckoutHandout;
import dev.godmode.server.change.CodeReach;
import dev.godmode.server.change.Merges;
import dev.godmode.server.change.SharedCodes;
import dev.godmode.server.document.CanonicalDocuments;
import dev.godmode.server.fleet.WorkerSessions;
import dev.godmode.server.identity.AttemptCredentials;
import dev.godmode.server.identity.AttemptTokens;
import dev.godmode.server.identity.Authority;
import dev.godmode.server.identity.Denials;
import dev.godmode.server.identity.LoginCodes;
import dev.godmode.server.identity.OwnerToken;
import dev.godmode.server.identity.ReplicaSecret;
import dev.godmode.server.identity.Sessions;
import dev.godmode.server.identity.SigningKeys;
import dev.godmode.server.inference.Models;
import dev.godmode.server.inference.OpenedCaches;
import dev.godmode.server.memory.ControlGraph;
import dev.godmode.server.memory.ControlIndex;
import dev.godmode.server.memory.ControlMemory;
import dev.godmode.server.memory.EmbedderFolder;
import dev.godmode.server.network.Network;
import dev.godmode.server.network.TailnetWatch;
import dev.godmode.server.outlet.Outlets;
import dev.godmode.server.secret.SecretHandout;
import dev.godmode.server.service.NodeServices;
import dev.godmode.server.view.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What stands on what: read it from top to bottom. Adapters are named here and nowhere else.
 *
 * <p>Order of the end is the reverse of the start: doors first, so that nobody is promised anything
 * more; then the engine, which commits what it has decided; then the database.
 */
final class Wiring implements AutoCloseable {

  private static final Duration WATCH_EVERY = Duration.ofSeconds(1);
  private static final Duration BOOKS_EVERY = Duration.ofSeconds(5);
  private static final Duration TAILNET_EVERY = Duration.ofSeconds(5);

  /** A block each time, so that its work is never more than a small part of a processor's. */
  private static final Duration INDEX_EVERY = Duration.ofMillis(500);

  /**
   * In its first seconds a control has its fleet to greet; what is not indexed is found as well.
   */
  private static final Duration INDEX_FIRST = Duration.ofSeconds(20);

  private static final Duration TIDIED_EVERY = Duration.ofSeconds(10);

  /** So long control's end waits for what calls of models cost to be in the ledger. */
  private static final int LAST_WAIT_S = 5;

  private static final Duration LOGS_KEPT = Duration.ofDays(30);

  /** What only an entry point may take from the outside world. */
  record Outside(InstantSource wall, LongSupplier nanos, SecureRandom random, String version) {}

  /** What is there before it. */
  record Given(
      HttpServer.Identity identity,
      InstantSource clock,
      TimeOrderedIds ids,
      Foundation foundation,
      Network network) {}

  /** What is gathered in memory, and written down many at once. */
  private record Gathering(StepBook steps, UseBooks uses) {}

  private final Foundation foundation;
  private final JournaledEngine engine;
  private final WorkspaceKeeper workspace;
  private final HttpServer server;
  private final ControlMemory memory;
  private final Outlets outlets;
  private final Gathering gathering;
  private final Duties duties = new Duties();
  private final ControlProcess facts;

  private Wiring(
      Foundation foundation,
      JournaledEngine engine,
      WorkspaceKeeper workspace,
      HttpServer server,
      ControlMemory memory,
      Outlets outlets,
      Gathering gathering,
      ControlProcess facts) {
    this.foundation = foundation;
    this.engine = engine;
    this.workspace = workspace;
    this.server = server;
    this.memory = memory;
    this.outlets = outlets;
    this.gathering = gathering;
    this.facts = facts;
  }

  /**
   * Starts everything.
   *
   * @param ended called when control cannot go on
   */
  static Wiring start(ServerSettings settings, Outside outside, Given given, Runnable ended)
      throws IOException {
    var startedAt = outside.wall().instant();
    var foundation = given.foundation();
    var store = foundation.store();
    var clock = given.clock();
    var live = new LiveEvents();
    var logs = new LogHub(store.logs());
    var steps = new StepBook(store.steps());
    var sessions = new WorkerSessions(clock);
    var engine =
        new JournaledEngine(
            EngineSettings.DEFAULT,
            foundation.follower(),
            new JournaledEngine.Ground(
                store.journal(), store.tables(), sessions, live, clock, foundation.mandate()),
            outside.version(),
            _ -> ended.run());
    var policy = OwnersFiles.policy(settings, engine, store.journal());
    var books =
        new LedgerBooks(
            store.journal(),
            store.ledgerIndex(),
            store.spendings(),
            store.tables(),
            Ledger::sentence);
    var denials = new Denials(engine, clock);
    var roll = OwnersFiles.roll(settings);
    var secrets = OwnersFiles.secrets(settings);
    var credentials =
        new AttemptCredentials(
            engine,
            new AttemptTokens(
                given.identity().keys(), given.identity().authority().fingerprint(), clock),
            lease -> policy.policy().allowed(lease.subject()),
            clock,
            given.ids()::next);
    var documents =
        CanonicalDocuments.open(
            new CanonicalDocuments.Places(
                WorkspaceKeeper.choose(settings), settings.home().resolve("control")),
            engine,
            given.identity().authority(),
            given.clock(),
            foundation.takesOver());
    var embedders =
        new EmbedderFolder(
            Optional.ofNullable(System.getenv("GODMODE_DIST"))
                .map(dist -> Path.of(dist, "embedder")),
            settings.home().resolve("control/embedder"));
    var models =
        Models.open(
            new Models.Records(engine, store.journal(), steps),
            secrets::sources,
            settings.home().resolve("control/models.json"),
            new Models.Outside(
                new HttpModelServer(),
                new NodeServices(sessions::admitted, outside.nanos()),
                new OpenedCaches(secrets::sources, outside.nanos()),
                embedders),
            new Models.Sources(clock, outside.nanos(), given.ids()::next));
    var memory =
        ControlMemory.over(
            new ControlMemory.Ground(
                store.memories(),
                store.tidyRules(),
                ControlIndex.of(
                    settings.vectors(),
                    new LuceneMemoryIndex(settings.home().resolve("control/memory")),
                    secrets::sources,
                    given.identity().authority().fingerprint(),
                    outside.nanos()),
                embedders,
                ControlGraph.of(
                    settings.graph(),
                    store.graph(),
                    secrets::sources,
                    given.identity().authority().fingerprint(),
                    outside.nanos())),
            new ControlMemory.Fleet(engine, store.tables(), documents.library(), models.gateway()),
            secrets::sources,
            new ControlMemory.Sources(clock, outside.nanos(), given.ids()::next));
    var merges =
        new Merges(
            engine,
            new GitRepositories(settings.home().resolve("control/repositories")),
            new ChangeFiles(settings.home().resolve("control/changes")),
            clock);
    var codes = new SharedCodes(merges.repositories(), new CodeReach());
    sessions.begin(
        new WorkerSessions.Control(
            engine,
            credentials,
            new SecretHandout(engine, policy::policy, secrets::sources, denials),
            new CheckoutHandout(engine, merges.repositories()),
            merges,
            logs,
            steps,
            store.tables(),
            foundation.mandate(),
            documents,
            codes.reach(),
            denials,
            KernelSettings.DEFAULT.heartbeatEvery()));
    foundation.tenure().ifPresent(tenure -> tenure.serve(sessions, engine::committed));
    if (System.getenv("GODMODE_NO_AUTOPILOT") != null) {
      engine.submit("owner", new SwitchAutopilot(false)).join();
    }
    var workspace =
        foundation.takesOver()
            ? WorkspaceKeeper.takeOver(settings, engine, store, given.ids(), outside.nanos())
            : WorkspaceKeeper.open(settings, engine, store, given.ids(), outside.nanos());

    var tailnet = new TailnetWatch(given.network(), clock);
    var outlets =
        new Outlets(
            settings.bus(),
            settings.collector(),
            new Outlets.Told(
                store.journal(),
                engine::committed,
                store.outbox(),
                new TraceTeller.Sources(store.tables(), steps, clock)),
            new Outlets.Teller(
                secrets::sources,
                given.identity().authority().fingerprint(),
                outside.version(),
                outside.nanos()));
    var server =
        HttpServer.start(
            settings,
            new HttpServer.Parts(
                new HttpServer.Control(
                    engine,
                    books,
                    store.tables(),
                    live,
                    logs,
                    steps,
                    credentials,
                    policy,
                    roll,
                    secrets,
                    denials,
                    documents,
                    models,
                    memory,
                    store.mail(),
                    merges,
                    codes),
                given.identity(),
                sessions,
                new HttpServer.Sources(clock, outside.random(), given.ids()::next),
                new HttpServer.About(
                    outside.version(),
                    workspace,
                    () ->
                        ControlHealth.of(
                            outside.version(), engine, foundation, tailnet, outlets, memory),
                    tailnet,
                    new DoctorRound(workspace.folder(), ListeningSockets::ofThisMachine, clock))));
    var facts = facts(server, outside, startedAt, workspace.folder(), given);
    var gathering = new Gathering(steps, models.books());
    var wiring =
        new Wiring(foundation, engine, workspace, server, memory, outlets, gathering, facts);
    wiring.begin(policy, secrets, documents);
    wiring.begin(models);
    wiring.duties.every(WATCH_EVERY, "memory", memory::follow);
    wiring.duties.every(TIDIED_EVERY, "memory files", memory::tidy);
    wiring.duties.every(INDEX_FIRST, TIDIED_EVERY, "summaries", memory::sumUp);
    wiring.duties.every(TIDIED_EVERY, "messages", () -> store.mail().expire(clock.instant()));
    wiring.duties.every(WATCH_EVERY, "people", roll::runOnce);
    wiring.duties.every(WATCH_EVERY, "steps", steps::settle);
    wiring.duties.every(
        TIDIED_EVERY, "old steps", () -> store.steps().expire(clock.instant().minus(LOGS_KEPT)));
    wiring.duties.every(TAILNET_EVERY, "tailnet", tailnet::runOnce);
    wiring.duties.every(INDEX_FIRST, INDEX_EVERY, "ledger", books.indexer()::takeTurn);
    wiring.duties.every(Outlets.TOLD_EVERY, "bus", outlets::tellBus);
    wiring.duties.every(WATCH_EVERY, "traces", outlets::tellTraces);
    return wiring;
  }

  static Tailnet tailnet(ServerSettings settings) {
    return new LocalTailnet(settings.tailnet().socket());
  }

  static HttpServer.Identity identity(
      ServerSettings settings, Network network, Outside outside, InstantSource clock) {
    var folder = settings.home().resolve("control");
    return new HttpServer.Identity(
        OwnerToken.open(folder.resolve("owner.token"), outside.random()),
        new Sessions(folder.resolve("sessions.json"), outside.random(), clock),
        new LoginCodes(outside.random(), clock),
        Authority.open(folder, settings.names(), outside.random(), clock),
        SigningKeys.open(folder.resolve("credential-keys.json"), outside.random(), clock),
        ReplicaSecret.open(folder.resolve("gateway.hash"), outside.random()),
        network.doorsteps());
  }

  private static ControlProcess facts(
      HttpServer server, Outside outside, Instant startedAt, Path workspace, Given given) {
    return new ControlProcess(
        ProcessHandle.current().pid(),
        outside.version(),
        startedAt,
        server.api(),
        server.hud(),
        server.fleet(),
        workspace.toString(),
        given.identity().authority().fingerprint(),
        given.foundation().postgres().flatMap(PostgresProcess::pid));
  }

  /** Control as others on this machine find it. */
  ControlProcess facts() {
    return facts;
  }

  private void begin(PolicyFile policy, SecretsFile secrets, CanonicalDocuments documents) {
    foundation
        .postgres()
        .ifPresent(process -> duties.every(WATCH_EVERY, "database", process::ensureRunning));
    duties.every(WATCH_EVERY, "policy", policy::runOnce);
    duties.every(WATCH_EVERY, "secrets", secrets::runOnce);
    duties.every(WATCH_EVERY, "denials", server::settleDenials);
    duties.every(WATCH_EVERY, "workspace", workspace::runOnce);
    duties.every(WATCH_EVERY, "documents", documents.library()::runOnce);
    duties.once("proposals", documents.proposals()::resume);
    duties.every(Duration.ofHours(1), "logs", () -> foundation.store().logs().expire(LOGS_KEPT));
  }

  private void begin(Models models) {
    duties.every(WATCH_EVERY, "models", models.file()::runOnce);
    duties.every(
        BOOKS_EVERY,
        "model use",
        () -> {
          var _ = models.books().settle();
        });
    duties.every(Providers.PROBED_EVERY, "providers", models.providers()::probe);
    duties.every(WATCH_EVERY, "services", () -> models.services().look(engine));
    duties.every(WATCH_EVERY, "model servers", models.servers()::runOnce);
    duties.every(WATCH_EVERY, "gateway replicas", models.branch().replicas()::look);
  }

  @Override
  public void close() {
    server.close();
    duties.close();
    Duties.carryOut("last steps", gathering.steps()::settle);
    Duties.carryOut(
        "last model use", () -> gathering.uses().settle().orTimeout(LAST_WAIT_S, SECONDS).join());
    memory.close();
    engine.close();
    outlets.close();
    foundation.store().close();
    foundation.tenure().ifPresent(Tenure::close);
    foundation.postgres().ifPresent(PostgresProcess::stop);
  }
}
