package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.adapters.git.GitDiff;
import dev.godmode.audit.host.ListeningSocket;
import dev.godmode.control.access.PolicyFile;
import dev.godmode.control.access.PolicyReader;
import dev.godmode.control.access.RollFile;
import dev.godmode.control.access.RollReader;
import dev.godmode.control.document.CanonicalTree;
import dev.godmode.control.document.DocumentLibrary;
import dev.godmode.control.document.ProposedContents;
import dev.godmode.control.engine.EngineSettings;
import dev.godmode.control.engine.JournaledEngine;
import dev.godmode.control.engine.Mandate;
import dev.godmode.control.engine.TimeOrderedIds;
import dev.godmode.control.event.LiveEvents;
import dev.godmode.control.ledger.LedgerBooks;
import dev.godmode.control.log.LogHub;
import dev.godmode.control.secret.SecretsFile;
import dev.godmode.control.step.StepBook;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.KernelSettings;
import dev.godmode.kernel.Reply;
import dev.godmode.protocol.api.Requests.Component;
import dev.godmode.protocol.api.Requests.Health;
import dev.godmode.protocol.api.Requests.JoinOffer;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.server.audit.DoctorRound;
import dev.godmode.server.change.CheckoutHandout;
import dev.godmode.server.change.CodeReach;
import dev.godmode.server.change.SharedCodes;
import dev.godmode.server.document.CanonicalDocuments;
import dev.godmode.server.document.DocumentReach;
import dev.godmode.server.document.JournaledDocuments;
import dev.godmode.server.document.ProposalBox;
import dev.godmode.server.fleet.TestWorker;
import dev.godmode.server.fleet.WorkerSessions;
import dev.godmode.server.identity.AttemptCredentials;
import dev.godmode.server.identity.AttemptTokens;
import dev.godmode.server.identity.Authority;
import dev.godmode.server.identity.Denials;
import dev.godmode.server.identity.JournaledPolicies;
import dev.godmode.server.identity.LoginCodes;
import dev.godmode.server.identity.OwnerToken;
import dev.godmode.server.identity.ReplicaSecret;
import dev.godmode.server.identity.Sessions;
import dev.godmode.server.identity.SigningKeys;
import dev.godmode.server.inference.Models;
import dev.godmode.server.memory.ControlMemory;
import dev.godmode.server.network.Doorstep;
import dev.godmode.server.network.Doorsteps;
import dev.godmode.server.network.TailnetWatch;
import dev.godmode.server.secret.SecretHandout;
import dev.godmode.testkit.InMemoryJournal;
import dev.godmode.testkit.InMemoryLogStore;
import dev.godmode.testkit.InMemoryMailStore;
import dev.godmode.testkit.InMemorySnapshotStore;
import dev.godmode.testkit.InMemoryStepStore;
import dev.godmode.testkit.InMemoryTables;
import dev.godmode.testkit.InMemoryTailnet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** Control with its real kernel, engine and ports, over stores in memory. */
public final class ServedControl implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(10);
  public final ShiftedClock clock = new ShiftedClock();

  /** Attempts of this stream may hand in tasks. */
  public static final String TRUSTED = "trusted";

  public final Authority authority;
  public final PolicyFile policy;
  public final RollFile roll;
  public final SecretsFile secrets;
  public final SigningKeys keys;
  public final AttemptTokens tokens;
  public final LogHub logs = new LogHub(new InMemoryLogStore());
  public final StepBook steps = new StepBook(new InMemoryStepStore());
  public final InMemoryTailnet tailnet = new InMemoryTailnet("forge", "100.64.0.1");

  /** Who is whose on {@link #tailnet}, at each port. */
  private final Doorsteps doorsteps = Doorsteps.on(tailnet, true);

  /** Whom the fleet port lets near. */
  public final AtomicReference<Doorstep> doorstep = new AtomicReference<>(Doorstep.OPEN);

  /** What this machine listens on. */
  public final List<ListeningSocket> listening = new CopyOnWriteArrayList<>();

  public final AtomicBoolean well = new AtomicBoolean(true);
  public final WorkerSessions streams = new WorkerSessions(clock);
  public final InMemorySnapshotStore snapshots = new InMemorySnapshotStore();
  public final DocumentLibrary library;
  public final TailnetWatch watch;
  public final ProposalBox proposals;
  public final Models models;
  public final ControlMemory memory;
  final JournaledEngine engine;
  final HttpServer server;
  private final Path folder;
  final LedgerBooks books;
  final InMemoryJournal journal = new InMemoryJournal();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String token;

  public ServedControl(Path home) {
    this(home, Map.of());
  }

  /**
   * With settings of the test's own.
   *
   * @param environment as a person would set it
   */
  public ServedControl(Path home, Map<String, String> environment) {
    folder = home;
    var random = new SecureRandom();
    var tables = new InMemoryTables();
    var events = new LiveEvents();
    engine =
        new JournaledEngine(
            EngineSettings.DEFAULT,
            KernelSettings.DEFAULT,
            new JournaledEngine.Ground(journal, tables, streams, events, clock),
            "1.2.3",
            _ -> {});
    authority = Authority.open(home, Set.of(), random, clock);
    keys = SigningKeys.open(home.resolve("credential-keys.json"), random, clock);
    tokens = new AttemptTokens(keys, authority.fingerprint(), clock);
    var ids = new TimeOrderedIds(clock, new Random(1));
    policy =
        new PolicyFile(
            home.resolve(PolicyReader.FILE),
            home.resolve("policy.applied.yaml"),
            new JournaledPolicies(engine, journal));
    policy(trusting());
    roll = new RollFile(home.resolve(RollReader.FILE), _ -> {});
    var credentials =
        new AttemptCredentials(
            engine, tokens, live -> policy.policy().allowed(live.subject()), clock, ids::next);
    books = TestBooks.over(journal, tables);
    var denials = new Denials(engine, clock);
    secrets =
        new SecretsFile(
            new SecretsFile.Places(home, home, home.resolve("secrets.env")),
            spec -> SecretStores.open(spec, environment));
    library =
        new DocumentLibrary(
            new CanonicalTree(home.resolve("workspace")),
            snapshots,
            new JournaledDocuments(engine),
            authority,
            clock);
    var diff = new GitDiff();
    proposals =
        new ProposalBox(
            home.resolve("workspace"),
            engine,
            new ProposedContents(home.resolve("proposed")),
            library,
            diff);
    var documents =
        new CanonicalDocuments(library, new DocumentReach(library, clock), diff, proposals);
    var merges = TestRepositories.merges(engine, home, clock);
    var codes = new SharedCodes(merges.repositories(), new CodeReach());
    streams.begin(
        new WorkerSessions.Control(
            engine,
            credentials,
            new SecretHandout(engine, policy::policy, secrets::sources, denials),
            new CheckoutHandout(engine, merges.repositories()),
            merges,
            logs,
            steps,
            tables,
            Mandate.ALWAYS,
            documents,
            codes.reach(),
            denials,
            KernelSettings.DEFAULT.heartbeatEvery()));
    models =
        TestModels.of(
            new Models.Records(engine, journal, steps),
            secrets::sources,
            home,
            streams,
            new Models.Sources(clock, System::nanoTime, ids::next));
    memory =
        TestMemory.of(
            new ControlMemory.Fleet(engine, tables, documents.library(), models.gateway()),
            secrets::sources,
            new ControlMemory.Sources(clock, System::nanoTime, ids::next));
    var settings = TestSettings.of(home, environment);
    var network = TestNetwork.of(settings, tailnet);
    watch = new TailnetWatch(network, clock);
    server =
        HttpServer.start(
            settings.on(network),
            new HttpServer.Parts(
                new HttpServer.Control(
                    engine,
                    books,
                    tables,
                    events,
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
                    new InMemoryMailStore(),
                    merges,
                    codes),
                new HttpServer.Identity(
                    OwnerToken.open(home.resolve("owner.token"), random),
                    new Sessions(home.resolve("sessions.json"), random, clock),
                    new LoginCodes(random, clock),
                    authority,
                    keys,
                    ReplicaSecret.open(home.resolve("gateway.hash"), random),
                    new Doorsteps(
                        approach -> doorstep.get().objection(approach),
                        doorsteps.people(),
                        doorsteps.serve())),
                streams,
                new HttpServer.Sources(clock, random, ids::next),
                new HttpServer.About(
                    "1.2.3",
                    new TestWorkspace(),
                    this::health,
                    watch,
                    new DoctorRound(home.resolve("workspace"), () -> listening, clock))));
    token = TestFiles.read(home.resolve("owner.token")).strip();
  }

  private Health health() {
    var ok = well.get();
    return new Health(
        ok ? "ok" : "degraded",
        "1.2.3",
        List.of(new Component("journal", ok, "in memory")),
        List.of());
  }

  /** The built-in policy, and one rule more. */
  public static String trusting() {
    return PolicyReader.builtIn()
        .text()
        .replace("allow:\n", "allow:\n  - {who: agent:*, may: tasks:submit, stream: trusted}\n");
  }

  /** What the workspace's policy says from now on. */
  public void policy(String text) {
    TestFiles.write(folder.resolve(PolicyReader.FILE), text);
    policy.runOnce();
  }

  /** What the workspace says of people from now on. */
  public void people(String text) {
    TestFiles.write(folder.resolve(RollReader.FILE), text);
    roll.runOnce();
  }

  /** Writes files of the workspace, by path, and has control take a snapshot of them. */
  public void documents(Map<String, String> files) {
    files.forEach((path, text) -> TestFiles.write(folder.resolve("workspace").resolve(path), text));
    library.takeNow("a test");
  }

  /** A command of the owner that no route has. */
  public void order(Command command) {
    assertThat(engine.submit("owner", command).join()).isEqualTo(new Reply.Done());
  }

  public String token() {
    return token;
  }

  public URI api(String path) {
    return URI.create(server.api() + path);
  }

  /** A request with the owner's token. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(api(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  /** A request without any credentials. */
  public HttpRequest.Builder stranger(String path) {
    return HttpRequest.newBuilder(api(path)).timeout(PATIENCE);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, HttpResponse.BodyHandlers.ofString());
  }

  public <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    return TestNetwork.send(http, request.build(), handler);
  }

  public HttpResponse<String> get(String path) {
    return send(request(path));
  }

  public HttpResponse<String> post(String path, String body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public JsonNode json(String path) {
    return Json.tree(get(path).body());
  }

  /** Submits one task of that name that runs {@code true}. */
  public TaskId submit(String name) {
    var reply =
        post(
            "/api/v1/tasks",
            "{\"tasks\":[{\"name\":\"%s\",\"command\":[\"true\"]}]}".formatted(name));
    return new TaskId(Json.tree(reply.body()).at("/tasks/0").stringValue());
  }

  public JoinCode joinCode() {
    var offer = Json.read(JoinOffer.class, post("/api/v1/join-codes", "{}").body());
    return JoinCode.parse(offer.code());
  }

  /** A worker that has enrolled and not connected yet. */
  public TestWorker enrolled(String hostName) {
    return TestWorker.enrol(joinCode(), authority.certificate(), hostName);
  }

  /** Until the kernel has let go of an ended task: it is in the tables alone. */
  public void awaitLeft(TaskId task) {
    while (engine.read(kernel -> kernel.task(task)).join().isPresent()) {
      Thread.onSpinWait();
    }
  }

  /** Until all that was handed in so far is durable: denials are noted without waiting. */
  void settle() {
    engine.read(_ -> true).join();
  }

  /** The ledger's kinds, oldest first. */
  public List<String> ledgerKinds() {
    settle();
    return json("/api/v1/ledger?limit=1000")
        .get("items")
        .valueStream()
        .map(line -> line.get("kind").stringValue())
        .toList()
        .reversed();
  }

  HttpClient http() {
    return http;
  }

  /** Follows a stream of server-sent events. */
  public EventReader follow(String path) {
    return new EventReader(http, request(path));
  }

  public EventReader follow(String path, String header, String value) {
    return new EventReader(http, request(path).header(header, value));
  }

  @Override
  public void close() {
    server.close();
    engine.close();
    http.close();
  }
}
