package dev.godmode.cli;

import dev.godmode.cli.BenchCommand.Pickup;
import dev.godmode.client.GodModeClient;
import dev.godmode.client.RepeatedPost;
import dev.godmode.protocol.api.ReplicaViews.ReplicaOffer;
import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A God Mode in a folder of its own on free ports; all of it is gone at the end. */
final class BenchPlace implements AutoCloseable {

  static final String AGENT = "noop";

  /** Its attempts would run until they are stopped. */
  static final String HELD_AGENT = "held";

  private static final String HELD_PROFILE =
      """
      type: held
      description: Runs until it is stopped, for measuring.
      command: [sleep, infinity]
      """;

  /**
   * Linux counts processor time so finely for programs (USER_HZ), on every architecture we run on.
   */
  private static final double TICKS_PER_SECOND = 100;

  private static final String PROFILE =
      """
      type: noop
      description: Does nothing, for measuring.
      driver: noop
      """;

  private final Path folder;
  private final Map<String, String> environment;
  private final Home home;
  private boolean gone;

  private BenchPlace(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
    this.home = new Home(folder.resolve("home"));
  }

  static BenchPlace start(int slots, Optional<String> databaseUrl, Progress progress)
      throws IOException {
    progress.say("Starting a God Mode of its own");
    var folder = Files.createTempDirectory("godmode-bench");
    var environment = new HashMap<String, String>();
    environment.put("GODMODE_HOME", folder.resolve("home").toString());
    environment.put("GODMODE_WORKSPACE", workspace(folder).toString());
    databaseUrl.ifPresent(url -> environment.put("GODMODE_DATABASE_URL", url));
    freePorts(environment, "GODMODE_API_PORT", "GODMODE_HUD_PORT", "GODMODE_FLEET_PORT");
    var place = new BenchPlace(folder, environment);
    Runtime.getRuntime().addShutdownHook(new Thread(place::closeWhenInterrupted, "bench-place"));
    try {
      place.run("dev.godmode.cli.Main", "gmup", "--slots", String.valueOf(slots));
      return place;
    } catch (Trouble e) {
      place.close();
      throw e;
    }
  }

  /** Starts a replica of the gateway beside it. */
  void startReplica() throws IOException {
    var offer =
        Json.read(
            ReplicaOffer.class,
            run("dev.godmode.cli.Main", "gm", "models", "replicas", "--code", "--json"));
    Home.keepPrivate(home.gatewayCode(), offer.code());
    freePorts(environment, "GODMODE_GATEWAY_PORT");
    run("dev.godmode.cli.Main", "gmup", "--gateway");
  }

  private static Path workspace(Path folder) throws IOException {
    var workspace = folder.resolve("workspace");
    Files.createDirectories(workspace.resolve("tasks"));
    Files.createFile(workspace.resolve("tasks/roadmap.jsonl"));
    Files.createDirectories(workspace.resolve("design_docs"));
    Files.createDirectories(workspace.resolve("agents"));
    Files.writeString(workspace.resolve("agents/noop.yaml"), PROFILE);
    Files.writeString(workspace.resolve("agents/held.yaml"), HELD_PROFILE);
    return workspace;
  }

  private static void freePorts(Map<String, String> environment, String... variables)
      throws IOException {
    var held = new ArrayList<ServerSocket>();
    try {
      for (var variable : variables) {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        environment.put(variable, String.valueOf(socket.getLocalPort()));
      }
    } finally {
      for (var socket : held) {
        socket.close();
      }
    }
  }

  GodModeClient client() {
    return home.client();
  }

  /** Where its gateway is asked: the replica, where there is one. */
  URI gateway() {
    return home.gateway().map(replica -> URI.create(replica.url())).orElseGet(home::base);
  }

  /** What its control is shown. */
  Optional<String> token() {
    return home.token();
  }

  RepeatedPost repeated(String path, Object body) {
    return home.repeated(path, body);
  }

  /** What the disk and PostgreSQL alone can do, see JournalFloor; control must be down. */
  record Floor(int batches, long bytes, double seconds, List<Pickup> commits) {}

  /**
   * Stops control, and appends once more what the journal has between two entries.
   *
   * @param rates small commits a second that are tried afterwards
   */
  Floor floor(long from, long to, List<Integer> rates) {
    run("dev.godmode.cli.Main", "gm", "down");
    var arguments = new ArrayList<String>();
    arguments.add(home.folder().resolve("postgres").toString());
    arguments.add(String.valueOf(from));
    arguments.add(String.valueOf(to));
    rates.forEach(rate -> arguments.add(String.valueOf(rate)));
    return Json.read(
        Floor.class,
        run("dev.godmode.adapters.postgres.JournalFloor", arguments.toArray(String[]::new)));
  }

  /** Runs a program of ours to its end, and returns what it printed. */
  private String run(String main, String... arguments) {
    var errors = folder.resolve("errors");
    var builder =
        new ProcessBuilder(OwnProgram.command(main, List.of(arguments)))
            .redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GODMODE_") && !isOurs(name));
    builder.environment().putAll(environment);
    try {
      var process = builder.start();
      var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new Trouble(
            "%s %s failed: %s"
                .formatted(main, String.join(" ", arguments), Files.readString(errors).strip()));
      }
      return printed;
    } catch (IOException e) {
      throw new Trouble("cannot run %s: %s".formatted(main, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble("interrupted");
    }
  }

  /** Where God Mode itself is; all else is this place's own. */
  private static boolean isOurs(String name) {
    return name.equals("GODMODE_DIST") || name.equals("GODMODE_SRC");
  }

  /** CPU used so far and memory held now, by process. */
  record Use(Map<String, Double> cpuSeconds, Map<String, Long> rssMib) {}

  Use use() {
    var cpu = new LinkedHashMap<String, Double>();
    var memory = new LinkedHashMap<String, Long>();
    for (var entry : processes().entrySet()) {
      cpu.put(
          entry.getKey(),
          entry.getValue().stream().mapToDouble(BenchPlace::ownSeconds).sum()
              + entry.getValue().stream().findFirst().map(BenchPlace::endedSeconds).orElse(0.0));
      memory.put(
          entry.getKey(),
          entry.getValue().stream().mapToLong(process -> residentKib(process.pid())).sum() / 1024);
    }
    return new Use(cpu, memory);
  }

  private static double ownSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
  }

  /**
   * What children of a process used that have ended meanwhile, like PostgreSQL's sessions: without
   * it a sum would go down when one ends. Only Linux tells (proc_pid_stat(5), fields 16 and 17).
   */
  private static double endedSeconds(ProcessHandle process) {
    try {
      var stat = Files.readString(Path.of("/proc/%d/stat".formatted(process.pid())));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
    } catch (IOException e) {
      return 0;
    }
  }

  private Map<String, List<ProcessHandle>> processes() {
    var processes = new LinkedHashMap<String, List<ProcessHandle>>();
    var control = home.control().orElseThrow(() -> new Trouble("its control has ended"));
    var worker = home.worker().orElseThrow(() -> new Trouble("its worker has ended"));
    processes.put("control", ProcessHandle.of(control.pid()).stream().toList());
    processes.put("worker", ProcessHandle.of(worker.pid()).stream().toList());
    home.gateway()
        .flatMap(replica -> ProcessHandle.of(replica.pid()))
        .ifPresent(replica -> processes.put("gateway", List.of(replica)));
    control
        .postgresPid()
        .flatMap(ProcessHandle::of)
        .ifPresent(
            postmaster ->
                processes.put(
                    "postgres",
                    Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList()));
    return processes;
  }

  private static long residentKib(long pid) {
    try {
      var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.valueOf(pid)).start();
      var text = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Ctrl-C ends a measurement, and must not leave its God Mode behind. */
  private void closeWhenInterrupted() {
    try {
      close();
    } catch (IOException | Trouble e) {
      System.err.printf("%nits God Mode is left in %s: %s%n", folder, e.getMessage());
    }
  }

  /** Once only, whoever comes first: the measurement's end, or its interruption meanwhile. */
  @Override
  public synchronized void close() throws IOException {
    if (gone) {
      return;
    }
    gone = true;
    try {
      run("dev.godmode.cli.Main", "gm", "down");
    } finally {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
