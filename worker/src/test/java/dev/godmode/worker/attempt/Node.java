package dev.godmode.worker.attempt;

import dev.godmode.protocol.json.LogChunks;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.worker.document.Loan;
import dev.godmode.worker.door.ModelDoor;
import dev.godmode.worker.executor.Executor;
import dev.godmode.worker.executor.ProcessExecutor;
import dev.godmode.worker.service.OwnServers;
import dev.godmode.worker.workspace.Mirrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A node's attempts in the hands of a test, which hears what control would hear. */
final class Node implements AutoCloseable {

  static final String ADDRESS = "127.0.0.1:5053";
  static final Path GM = Path.of("/opt/godmode/gm");
  static final String TOKEN = "token-of-the-test-";
  private static final long PATIENCE_SECONDS = 20;

  final Path home;
  final Attempts attempts;
  private final BlockingQueue<WorkerMessage> said = new LinkedBlockingQueue<>();
  private final AtomicInteger credentials = new AtomicInteger();
  private volatile Map<String, String> values = Map.of();
  private volatile Map<String, String> own = Map.of();
  private volatile Optional<String> refusal = Optional.empty();
  private volatile boolean later;
  private final List<LogLine> lines = new ArrayList<>();

  /** A node that runs programs as processes. */
  Node(Path home) {
    this(home, _ -> new ProcessExecutor());
  }

  Node(Path home, Executor.Choice executors) {
    this(home, executors, () -> Loan.NOTHING);
  }

  Node(Path home, Executor.Choice executors, Supplier<Loan> documents) {
    this(home, executors, documents, Optional.empty());
  }

  /** One where programs find the fleet's models. */
  Node(Path home, ModelDoor models) {
    this(home, _ -> new ProcessExecutor(), () -> Loan.NOTHING, Optional.of(models));
  }

  private Node(
      Path home, Executor.Choice executors, Supplier<Loan> documents, Optional<ModelDoor> models) {
    this.home = home;
    this.attempts =
        new Attempts(
            home,
            new Attempts.Tools(
                System.getenv("PATH"),
                documents,
                new Doorway(
                    () -> Optional.of(ADDRESS),
                    home.resolve("authority.pem"),
                    Optional.of(GM),
                    models),
                new Mirrors(home.resolve("repositories")),
                new OwnServers()),
            executors,
            Clock.systemUTC(),
            this::hear);
  }

  /** As control does: whoever wants a credential gets one. */
  private void hear(WorkerMessage message) {
    if (message instanceof WorkerMessage.CredentialWanted(var attempt)) {
      var number = credentials.incrementAndGet();
      attempts()
          .credential(
              new ControlMessage.Credential(attempt, TOKEN + number, Duration.ofMinutes(15)));
    } else if (message instanceof WorkerMessage.SecretsWanted(var attempt)) {
      refusal.ifPresentOrElse(
          why -> attempts().noSecrets(new ControlMessage.NoSecrets(attempt, why, later)),
          () -> attempts().secrets(new ControlMessage.Secrets(attempt, values, own)));
      said.add(message);
    } else {
      said.add(message);
    }
  }

  private Attempts attempts() {
    return attempts;
  }

  /** Control gives these, name to value. */
  void gives(Map<String, String> secrets) {
    values = secrets;
  }

  /** Control gives none. */
  void refuses(String why, boolean mayPass) {
    refusal = Optional.of(why);
    later = mayPass;
  }

  /** What control has no value for, and the node may. */
  void leavesToNode(String... names) {
    own =
        Stream.of(names)
            .collect(Collectors.toMap(name -> name, "no source has the secret '%s'"::formatted));
  }

  /** What its secrets file says. */
  void secrets(String text, String permissions) throws IOException {
    var file = Files.writeString(home.resolve("secrets.env"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  AttemptReport run(AssignmentBuilder assignment) throws InterruptedException {
    attempts.assign(assignment.build());
    return await(WorkerMessage.Ended.class).report();
  }

  AttemptKey begin(AssignmentBuilder assignment) throws InterruptedException {
    Assignment built = assignment.build();
    attempts.assign(built);
    await(WorkerMessage.Started.class);
    return built.attempt();
  }

  /** The next message of that kind; log lines on the way are kept. */
  <T extends WorkerMessage> T await(Class<T> kind) throws InterruptedException {
    while (true) {
      var next = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no " + kind.getSimpleName() + " was said");
      }
      if (next instanceof WorkerMessage.Logged logged) {
        lines.addAll(LogChunks.decode(logged.chunk()));
      }
      if (kind.isInstance(next)) {
        return kind.cast(next);
      }
    }
  }

  /** Until the program has printed that line. */
  void awaitLine(String text) throws InterruptedException {
    while (lines.stream().noneMatch(line -> line.text().equals(text))) {
      await(WorkerMessage.Logged.class);
    }
  }

  /** What was logged so far. */
  List<String> log() {
    return lines.stream().map(LogLine::text).toList();
  }

  boolean saidNothingMore() {
    return said.isEmpty();
  }

  @Override
  public void close() {
    attempts.fenceAll("the test is over");
    attempts.stopAll("the test is over", Duration.ofSeconds(10));
  }
}
