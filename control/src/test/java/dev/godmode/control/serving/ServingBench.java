package dev.godmode.control.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.engine.DirectEngine;
import dev.godmode.control.inference.AnswerStream;
import dev.godmode.control.inference.Gateway;
import dev.godmode.control.inference.Gateway.Asked;
import dev.godmode.control.inference.Gateway.Reply;
import dev.godmode.control.inference.Gateway.Streaming;
import dev.godmode.control.inference.Keys;
import dev.godmode.control.inference.ModelServer;
import dev.godmode.control.inference.PatientGateway;
import dev.godmode.control.inference.Provider;
import dev.godmode.control.inference.Providers;
import dev.godmode.control.inference.Purses;
import dev.godmode.control.inference.UseBooks;
import dev.godmode.control.inference.Whereabouts.OnNode;
import dev.godmode.control.inference.dialect.Origin;
import dev.godmode.control.inference.dialect.Question;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.protocol.api.ModelViews.ServerView;
import dev.godmode.protocol.api.ModelViews.ServingView;
import dev.godmode.protocol.event.FleetEvent.AgentScaled;
import dev.godmode.protocol.event.TaskEvent.AttemptRecalled;
import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AgentProfileBuilder;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Lifecycle.Serving;
import dev.godmode.protocol.task.RetryPolicy;
import dev.godmode.protocol.task.ScalingRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Servers of one model over the real kernel and gateway, with programs and time in a test's hands.
 */
final class ServingBench {

  static final String MODEL = "qwen3-8b";
  static final Duration IDLE = Duration.ofMinutes(2);
  private static final Instant START = Instant.parse("2026-12-01T08:00:00Z");

  private volatile Instant now = START;
  final DirectEngine engine = new DirectEngine(() -> now, (_, _) -> {});
  final OpenEnded server = new OpenEnded();
  final Providers providers;
  final WaitingRoom room = new WaitingRoom(this::nanos);
  private final PatientGateway gateway;
  ServerDesk desk;
  private final Set<String> nodes = new LinkedHashSet<>();
  private final Map<String, Provider> offered = new LinkedHashMap<>();
  private int ids;

  ServingBench() {
    var keys =
        new Keys(
            () -> {
              throw new AssertionError("no server here has a key");
            });
    providers = new Providers(server, keys, this::nanos);
    providers.whenOffered(room::wake);
    var books =
        new UseBooks(
            new Purses(() -> now), (_, _) -> {}, _ -> CompletableFuture.completedFuture(null));
    Supplier<Origin> origins = () -> new Origin("1", 1);
    gateway =
        new PatientGateway(
            new Gateway(providers, server, keys, books, origins), providers, room, origins);
    desk = newDesk();
  }

  private ServerDesk newDesk() {
    return new ServerDesk(engine, providers, room, () -> now, () -> "server" + ++ids);
  }

  private long nanos() {
    return Duration.between(START, now).toNanos();
  }

  /** As after a restart of control: only what the kernel knows is left. */
  void restart() {
    desk = newDesk();
  }

  void order(Command command) {
    engine.submit("owner", command).join();
  }

  /** The one agent there is serves the model, by this rule. */
  void serves(int min, int max, int each) {
    var rule = new ScalingRule(min, max, Optional.of(each), Optional.empty(), IDLE);
    order(
        new Command.DeclareAgents(
            List.of(
                AgentProfileBuilder.from(AgentProfile.shell("llama"))
                    .command(List.of("llama-server"))
                    .skills(Set.of("gpu"))
                    .retry(new RetryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                    .lifecycle(new Serving(List.of(MODEL), rule))
                    .build())));
    look();
  }

  void node(String name, int slots, String... skills) {
    order(new Command.IssueJoinCode(name, now.plusSeconds(600)));
    order(new Command.EnrolNode(new NodeId(name), name, "f" + name, name));
    var inventory =
        Inventory.of(name)
            .os("linux")
            .arch("amd64")
            .cpuModel("cpu")
            .cores(8)
            .memoryBytes(1L << 33)
            .diskBytes(1L << 36)
            .skills(Set.of(skills))
            .version("1")
            .build();
    order(new Command.ConnectNode(new NodeId(name), inventory, slots, Usage.UNKNOWN, List.of()));
    nodes.add(name);
  }

  /** It is not heard any more. */
  void silence(String node) {
    nodes.remove(node);
  }

  void look() {
    desk.runOnce();
  }

  /** Second by second, with all that happens by itself. */
  void pass(Duration time) {
    for (var second = 0; second < time.toSeconds(); second++) {
      now = now.plusSeconds(1);
      for (var node : nodes) {
        order(new Command.Heartbeat(new NodeId(node), Usage.UNKNOWN, List.of()));
      }
      order(new Command.Tick());
      stopped();
      look();
    }
  }

  /** What was told to stop does so. */
  private void stopped() {
    for (var task : List.copyOf(engine.read(kernel -> kernel.persistentAgents()).join())) {
      if (task.phase() instanceof Running running && !running.why().isEmpty()) {
        end(task, running, Ending.STOPPED);
      }
    }
  }

  /** The program of a server is up: its node offers it. */
  void up(String name) {
    var lease = lease(name);
    order(new Command.StartAttempt(lease.node(), lease.attempt()));
    offered.put(
        name,
        Provider.offered(
            new OnNode(lease.node(), lease.node().value(), name, "127.0.0.1:1"), List.of(MODEL)));
    providers.offer(List.copyOf(offered.values()));
    look();
  }

  /** There is one because somebody asked, and it is asked nothing now. */
  void oneUp() {
    node("forge", 4, "gpu");
    var first = waiter();
    look();
    up("llama-1");
    assertThat(first.join()).isInstanceOf(Streaming.class);
    ((Streaming) first.join()).stream().close();
    look();
  }

  /** Programs of servers go on, and answer nobody from now on, or again; they are asked so. */
  void hang(boolean silent) {
    server.silent = silent;
    providers.probe();
  }

  /** How often the program of a server was started. */
  int starts(String name) {
    return task(name).attemptsMade();
  }

  /** How many attempts were told to stop. */
  long restarts() {
    return engine.events.stream().filter(AttemptRecalled.class::isInstance).count();
  }

  /** Its program ends by itself. */
  void dies(String name) {
    end(task(name), lease(name), Ending.PROGRAM_FAILED);
    look();
  }

  private void end(Task task, Running running, Ending ending) {
    offered.remove(task.spec().name());
    providers.offer(List.copyOf(offered.values()));
    order(
        new Command.EndAttempt(
            running.node(), running.attempt(), AttemptReport.of(ending).reason("").build()));
  }

  private Running lease(String name) {
    assertThat(task(name).phase()).isInstanceOf(Running.class);
    return (Running) task(name).phase();
  }

  private Task task(String name) {
    return engine.read(kernel -> kernel.persistentAgents()).join().stream()
        .filter(task -> task.spec().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Asks, and waits until it is known what comes of it. */
  Reply reply() {
    var body = Json.mapper().createObjectNode().put("model", MODEL).put("stream", true);
    body.putArray("messages").addObject().put("role", "user").put("content", "hello");
    return gateway.call(Caller.person("ada"), new Asked(Question.CHAT, body, 10, Map.of()));
  }

  /** A call that is under way until it is closed. */
  AnswerStream ask() {
    var reply = reply();
    assertThat(reply).isInstanceOf(Streaming.class);
    return ((Streaming) reply).stream();
  }

  List<AnswerStream> ask(int calls) {
    var all = new ArrayList<AnswerStream>();
    for (var call = 0; call < calls; call++) {
      all.add(ask());
    }
    return all;
  }

  /** Somebody asks, and waits for a server. */
  CompletableFuture<Reply> waiter() {
    var before = room.waiting();
    var reply = CompletableFuture.supplyAsync(this::reply, Thread::startVirtualThread);
    while (room.waiting() == before && !reply.isDone()) {
      Thread.onSpinWait();
    }
    return reply;
  }

  ServingView view() {
    return desk.views().getFirst();
  }

  /** Each server, as "llama-1 up". */
  List<String> servers() {
    return view().servers().stream().map(ServingBench::words).toList();
  }

  private static String words(ServerView server) {
    return server.name() + " " + server.state();
  }

  List<AgentScaled> scaled() {
    return engine.events.stream()
        .filter(AgentScaled.class::isInstance)
        .map(AgentScaled.class::cast)
        .toList();
  }

  /** A server whose answers begin at once and do not end, and that has no list of its models. */
  static final class OpenEnded implements ModelServer {

    private volatile boolean silent;

    @Override
    public Outcome ask(Provider provider, Optional<SecretValue> key, Ask ask, Duration patience) {
      if (silent) {
        return new Lost("it did not answer in time", false);
      }
      var status = ask.path().equals("/models") ? 404 : 200;
      return new Answered(
          new Answer() {
            @Override
            public int status() {
              return status;
            }

            @Override
            public Optional<Duration> retryAfter() {
              return Optional.empty();
            }

            @Override
            public Piece next(Duration within) {
              return new Silence();
            }

            @Override
            public void close() {}
          });
    }
  }
}
