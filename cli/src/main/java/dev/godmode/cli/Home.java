package dev.godmode.cli;

import dev.godmode.client.AttemptDoor;
import dev.godmode.client.GodModeClient;
import dev.godmode.client.RepeatedPost;
import dev.godmode.protocol.api.Daemons.ControlProcess;
import dev.godmode.protocol.api.Daemons.GatewayProcess;
import dev.godmode.protocol.api.Daemons.WorkerProcess;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.trace.TraceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * The folder where God Mode keeps its data on this machine.
 *
 * @param elsewhere the control to talk to, when another address than this home's own is asked for
 */
record Home(Path folder, Optional<String> elsewhere) {

  private static final String API_DEFAULT = "http://127.0.0.1:5051";

  /** One that talks to its own control. */
  Home(Path folder) {
    this(folder, Optional.empty());
  }

  /** GODMODE_HOME, or {@code ~/.godmode}; GODMODE_URL names a control elsewhere. */
  static Home ofEnvironment() {
    return new Home(
        set("GODMODE_HOME")
            .map(Path::of)
            .orElseGet(() -> userHome().resolve(".godmode"))
            .toAbsolutePath()
            .normalize(),
        set("GODMODE_URL"));
  }

  private static Optional<String> set(String variable) {
    return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
  }

  /** HOME as the shell says it; the Java runtime asks the system's list of users instead. */
  private static Path userHome() {
    return Path.of(set("HOME").orElseGet(() -> System.getProperty("user.home")));
  }

  /** Makes the folder, for its owner only. */
  void prepare() {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      for (var name : new String[] {"control", "worker", "gateway"}) {
        Files.createDirectories(folder.resolve(name));
      }
    } catch (FileAlreadyExistsException e) {
      throw new Trouble(
          "cannot use %s as God Mode's home: %s is a file, not a folder. Move it, or set GODMODE_HOME to another folder."
              .formatted(folder, e.getMessage()));
    } catch (IOException e) {
      throw new Trouble(
          "cannot use %s as God Mode's home: %s. Set GODMODE_HOME to a folder you may write to."
              .formatted(folder, e.getMessage()));
    }
  }

  Path controlLog() {
    return folder.resolve("control/control.log");
  }

  Path workerLog() {
    return folder.resolve("worker/worker.log");
  }

  Path gatewayLog() {
    return folder.resolve("gateway/gateway.log");
  }

  /** What lets the gateway of this home in at its control. */
  Path gatewayCode() {
    return folder.resolve("gateway/code");
  }

  /** The replica of the gateway of this home, if it lives. */
  Optional<GatewayProcess> gateway() {
    return read(GatewayProcess.class, folder.resolve("gateway/gateway.json"))
        .filter(process -> isAlive(process.pid()));
  }

  Path postgresLog() {
    return folder.resolve("postgres/postgres.log");
  }

  boolean hasIdentity() {
    return Files.exists(folder.resolve("worker/node.json"));
  }

  /** Whether this machine joined another one's fleet, and has no control of its own. */
  boolean isOnlyWorker() {
    return hasIdentity() && !hasOwnersToken();
  }

  /** The control process that said it was up, if it still lives. */
  Optional<ControlProcess> control() {
    return read(ControlProcess.class, folder.resolve("control/control.json"))
        .filter(process -> isAlive(process.pid()));
  }

  /** The worker process of this home, if it lives. */
  Optional<WorkerProcess> worker() {
    return read(WorkerProcess.class, folder.resolve("worker/worker.json"))
        .filter(process -> isAlive(process.pid()));
  }

  /** What the worker said last, even if it is gone. */
  Optional<WorkerProcess> lastWorker() {
    return read(WorkerProcess.class, folder.resolve("worker/worker.json"));
  }

  /** One that has ended and that nobody has collected yet is alive by Java's word, and not here. */
  static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && !isZombie(pid);
  }

  /** By {@code proc_pid_stat(5)}: the state follows the name, which stands in brackets. */
  private static boolean isZombie(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return false; // a system without it, or it has gone this moment
    }
  }

  private static <T> Optional<T> read(Class<T> type, Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(Json.read(type, Files.readAllBytes(file)))
          : Optional.empty();
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }

  /**
   * Calls to this home's control, with its owner's token; within an attempt to its fleet's control,
   * with the attempt's credential. Either way they are part of the span that the environment names.
   */
  GodModeClient client() {
    return client(System.getenv());
  }

  GodModeClient client(Map<String, String> environment) {
    var calls =
        AttemptDoor.of(environment)
            .map(AttemptDoor::client)
            .orElseGet(() -> new GodModeClient(base(), token()));
    return Optional.ofNullable(environment.get(TraceContext.VARIABLE))
        .flatMap(TraceContext::parse)
        .map(calls::within)
        .orElse(calls);
  }

  /** Calls with no token at all. */
  GodModeClient stranger() {
    return client(Optional.empty());
  }

  /** Calls with that token. */
  GodModeClient client(String shown) {
    return client(Optional.of(shown));
  }

  private GodModeClient client(Optional<String> shown) {
    return new GodModeClient(base(), shown);
  }

  /** A call to this home's control that is made very often. */
  RepeatedPost repeated(String path, Object body) {
    return new RepeatedPost(base().resolve(path), token(), Json.write(body));
  }

  /** Where its control is asked. */
  URI base() {
    return URI.create(elsewhere.or(() -> control().map(ControlProcess::api)).orElse(API_DEFAULT));
  }

  /** What its control is shown. */
  Optional<String> token() {
    return set("GODMODE_TOKEN").or(() -> read(ownersToken())).or(this::session);
  }

  private Path ownersToken() {
    return folder.resolve("control/owner.token");
  }

  boolean hasOwnersToken() {
    return Files.exists(ownersToken());
  }

  private Path sessionFile() {
    return folder.resolve("session.token");
  }

  /** The session of {@code gm login --device}, when there is one. */
  Optional<String> session() {
    return read(sessionFile());
  }

  /** Keeps a session, for this user only. */
  void keep(String session) {
    keepPrivate(sessionFile(), session);
  }

  /** Keeps one line in a file, for this user only. */
  static void keepPrivate(Path file, String line) {
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, line + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** The session is kept no more. */
  void forget() {
    try {
      Files.deleteIfExists(sessionFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + sessionFile(), e);
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
