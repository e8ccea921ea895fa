package dev.godmode.worker;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import dev.godmode.protocol.api.Daemons.WorkerProcess;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.text.LogLines;
import dev.godmode.worker.attempt.Attempts;
import dev.godmode.worker.attempt.Doorway;
import dev.godmode.worker.code.CodeShelf;
import dev.godmode.worker.container.ContainerExecutor;
import dev.godmode.worker.container.EngineSockets;
import dev.godmode.worker.container.EngineWatch;
import dev.godmode.worker.document.DocumentPull;
import dev.godmode.worker.document.DocumentShelf;
import dev.godmode.worker.door.ModelDoor;
import dev.godmode.worker.identity.Enrolment;
import dev.godmode.worker.identity.Enrolment.JoinRefused;
import dev.godmode.worker.identity.NodeIdentity;
import dev.godmode.worker.inventory.Machine;
import dev.godmode.worker.service.OwnServers;
import dev.godmode.worker.service.Services;
import dev.godmode.worker.session.Session;
import dev.godmode.worker.workspace.Mirrors;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The worker's process. Exit codes: 0 stopped, 2 wrong options, 3 could not join, 4 dismissed from
 * the fleet, 5 another worker uses this home.
 */
public final class Main {

  private static final System.Logger LOG = System.getLogger(Main.class.getName());
  private static final String VERSION = "0.1.0";
  private static final Duration STOP_WITHIN = Duration.ofSeconds(8);

  private Main() {}

  public static void main(String[] args) throws Exception {
    LogLines.use();
    WorkerSettings settings;
    try {
      settings =
          WorkerSettings.parse(args, System.getenv(), Runtime.getRuntime().availableProcessors());
    } catch (IllegalArgumentException e) {
      LOG.log(ERROR, e.getMessage());
      System.exit(2);
      return;
    }
    Files.createDirectories(settings.home());
    var lock = lock(settings.home());
    if (lock.isEmpty()) {
      LOG.log(
          ERROR,
          "another worker uses {0}: stop it with gm down, or give this one its own GODMODE_HOME",
          settings.home());
      System.exit(5);
    }
    System.exit(run(settings));
  }

  private static Optional<FileLock> lock(Path home) throws IOException {
    var channel =
        FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return Optional.ofNullable(channel.tryLock());
  }

  private static int run(WorkerSettings settings)
      throws IOException, InterruptedException, GeneralSecurityException {
    var show = new Status(settings.home(), Instant.now());
    var machine = new Machine(settings.home(), settings.path());
    var inventory =
        machine.inventory(
            settings.skills(), settings.agents(), settings.docs().isPresent(), VERSION);
    NodeIdentity identity;
    try {
      identity = identity(settings, inventory.hostName());
    } catch (JoinRefused | IllegalArgumentException e) {
      show.say("refused", Optional.empty(), String.valueOf(e.getMessage()));
      LOG.log(ERROR, e.getMessage());
      return 3;
    }
    LOG.log(
        INFO,
        "worker starts node={0} slots={1} skills={2}",
        identity.facts().node(),
        settings.slots(),
        inventory.skills().size());
    var outbox = new AtomicReference<Consumer<WorkerMessage>>(_ -> {});
    Consumer<WorkerMessage> tell = message -> outbox.get().accept(message);
    var equipment = new Equipment(inventory, now -> tell.accept(new WorkerMessage.Equipped(now)));
    var documents = documents(identity, tell, equipment);
    var mirrors = new Mirrors(settings.home().resolve("repositories"));
    var code = new CodeShelf(settings.home(), mirrors, tell);
    var session =
        new Session(
            identity,
            new Session.Self(machine, equipment::now, settings.slots(), documents, code),
            RandomGenerator.getDefault(),
            InstantSource.system(),
            show::show);
    outbox.set(session::tell);
    var engines =
        new EngineWatch(
            EngineSockets.places(System.getenv()),
            identity.facts().node().value(),
            equipment::engine);
    engines.look();
    engines.begin();
    code.begin();
    var authority = settings.home().resolve("authority.pem");
    var models =
        ModelDoor.to(
            authority,
            () -> session.address().map(at -> URI.create("https://" + at)),
            new SecureRandom());
    var ownServers = new OwnServers();
    var attempts =
        new Attempts(
            settings.home(),
            new Attempts.Tools(
                settings.path(),
                () -> documents.lend().or(settings.docs()),
                new Doorway(session::address, authority, settings.gm(), Optional.of(models)),
                mirrors,
                ownServers),
            ContainerExecutor.orProcess(engines, settings.home()),
            InstantSource.system(),
            session::tell);
    var services =
        new Services(settings.modelServers(), ownServers, identity.tls(), session::address);
    services.begin();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  services.close();
                  models.close();
                  session.stop(STOP_WITHIN);
                },
                "stop"));
    return session.run(attempts) instanceof Session.Status.Dismissed ? 4 : 0;
  }

  private static DocumentPull documents(
      NodeIdentity identity, Consumer<WorkerMessage> tell, Equipment equipment)
      throws IOException, GeneralSecurityException {
    var authority = identity.authority();
    var shelf =
        new DocumentShelf(identity.home().resolve("documents"), identity.facts().node(), authority);
    equipment.documents(shelf.hasDocs());
    return new DocumentPull(shelf, authority, tell, () -> equipment.documents(shelf.hasDocs()));
  }

  /** The identity this node has; a code for another fleet makes a new one. */
  private static NodeIdentity identity(WorkerSettings settings, String hostName)
      throws IOException, JoinRefused, InterruptedException, GeneralSecurityException {
    var known = NodeIdentity.in(settings.home());
    if (settings.joinCode().isEmpty()) {
      if (known.isEmpty()) {
        throw new IllegalArgumentException(
            "this machine is in no fleet yet: get a code with 'gm join-code' on the control node");
      }
      return settings.control().isPresent()
          ? known.get().foundAt(settings.control().get())
          : known.get();
    }
    var code = JoinCode.parse(settings.joinCode().get());
    return new Enrolment(settings.home()).join(code, hostName);
  }

  /** Keeps {@code worker.json} true. */
  private static final class Status {

    private final Path file;
    private final Instant startedAt;
    private final AtomicReference<String> last = new AtomicReference<>("");

    Status(Path home, Instant startedAt) {
      this.file = home.resolve("worker.json");
      this.startedAt = startedAt;
    }

    void show(Session.Status status) {
      switch (status) {
        case Session.Status.Connecting _ ->
            say("connecting", Optional.empty(), "looking for control");
        case Session.Status.Connected(var name) -> say("connected", Optional.of(name), "");
        case Session.Status.Dismissed(var reason) -> say("dismissed", Optional.empty(), reason);
      }
    }

    void say(String state, Optional<String> name, String detail) {
      if (last.getAndSet(state).equals(state)) {
        return;
      }
      try {
        var fresh = file.resolveSibling("worker.json.new");
        Files.writeString(
            fresh,
            Json.write(
                new WorkerProcess(ProcessHandle.current().pid(), startedAt, state, name, detail)));
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        LOG.log(ERROR, "cannot write " + file, e);
      }
    }
  }
}
