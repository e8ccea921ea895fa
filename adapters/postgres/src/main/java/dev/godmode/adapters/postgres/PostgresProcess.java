package dev.godmode.adapters.postgres;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A PostgreSQL server of our own: a private data folder, loopback only, password only. It runs as a
 * process of its own and outlives us when we are killed; the next start finds and keeps it.
 *
 * <p>PostgreSQL refuses to run as root. There it is run in a user namespace of its own ({@code
 * unshare -U}), where it is nobody.
 */
public final class PostgresProcess {

  private static final System.Logger LOG = System.getLogger(PostgresProcess.class.getName());
  private static final String VERSION = "18";
  private static final String USER = "godmode";
  private static final int START_SECONDS = 60;

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "max_connections=40",
          // With 32 MB its processes push out each other's pages: twice the work for each task.
          "shared_buffers=128MB",
          "work_mem=4MB",
          "maintenance_work_mem=32MB",
          "jit=off",
          // What its processes write must go to the disk at once: the system would keep it for half
          // a minute and then write hundreds of megabytes, with every commit behind them.
          "backend_flush_after=512kB",
          "max_wal_size=1GB",
          "wal_compression=on",
          "autovacuum_naptime=20s",
          "logging_collector=off",
          "log_timezone=UTC",
          "timezone=UTC");

  private final Path home;
  private final RandomGenerator random;
  private final List<String> extraSettings;

  /**
   * Names the place; starts nothing.
   *
   * @param home holds the programs, the data, the password and the log
   * @param random makes the password: a secure one
   */
  public PostgresProcess(Path home, RandomGenerator random) {
    this(home, random, List.of());
  }

  PostgresProcess(Path home, RandomGenerator random, List<String> extraSettings) {
    this.home = home;
    this.random = random;
    this.extraSettings = extraSettings;
  }

  /** Starts it unless it runs already, and says where it is. */
  public synchronized DatabaseAddress ensureRunning() {
    var bin = PostgresBinaries.unpacked(home.resolve("bin-" + VERSION));
    try {
      if (!Files.exists(data().resolve("PG_VERSION"))) {
        create(bin);
      }
      requireSameVersion();
      var port = runningPort();
      return address(port.isPresent() ? port.get() : start(bin));
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL in %s: %s".formatted(home, e.getMessage()), e);
    }
  }

  /** Whether its process is there. */
  public boolean isRunning() {
    try {
      return runningPort().isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /** Its process id, when it runs. */
  public Optional<Long> pid() {
    try {
      return postmaster().map(lines -> Long.parseLong(lines.getFirst().strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Stops it in good order: what was committed stays. */
  public synchronized void stop() {
    if (!isRunning()) {
      return;
    }
    var bin = home.resolve("bin-" + VERSION);
    run(
        "stop PostgreSQL",
        List.of(bin + "/bin/pg_ctl", "-D", data().toString(), "-m", "fast", "-w", "stop"));
    LOG.log(INFO, "postgres stopped home={0}", home);
  }

  private Path data() {
    return home.resolve("data");
  }

  private Path log() {
    return home.resolve("postgres.log");
  }

  private void create(Path bin) throws IOException {
    Files.createDirectories(home);
    var password = home.resolve("password");
    if (!Files.exists(password)) {
      Files.createFile(
          password,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(password, newPassword());
    }
    run(
        "create the database",
        List.of(
            bin + "/bin/initdb",
            "-D",
            data().toString(),
            "-U",
            USER,
            "-E",
            "UTF8",
            "--locale=C",
            "--auth=scram-sha-256",
            "--pwfile=" + password,
            "--no-instructions"));
    LOG.log(INFO, "postgres created data={0}", data());
  }

  private String newPassword() {
    return random
        .ints(40, 0, 62)
        .mapToObj(
            i ->
                String.valueOf(
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".charAt(i)))
        .collect(Collectors.joining());
  }

  private void requireSameVersion() throws IOException {
    var found = Files.readString(data().resolve("PG_VERSION")).strip();
    if (!found.equals(VERSION)) {
      throw new IOException(
          "the data in %s is of PostgreSQL %s, this build brings %s: upgrade it with pg_upgrade, or move the folder away"
              .formatted(data(), found, VERSION));
    }
  }

  private int start(Path bin) throws IOException {
    var port = freePort();
    var settings = new ArrayList<>(SETTINGS);
    settings.addAll(extraSettings);
    settings.add("port=" + port);
    var options =
        settings.stream()
            .map(setting -> "-c " + (setting.endsWith("=") ? setting + "''" : setting))
            .collect(Collectors.joining(" "));
    run(
        "start PostgreSQL",
        List.of(
            bin + "/bin/pg_ctl",
            "-D",
            data().toString(),
            "-l",
            log().toString(),
            "-o",
            options,
            "-t",
            String.valueOf(START_SECONDS),
            "-w",
            "start"));
    Files.writeString(home.resolve("port"), String.valueOf(port));
    LOG.log(INFO, "postgres started port={0,number,#} home={1}", port, home);
    return port;
  }

  /** The port it had, when that is free, so that nobody has to learn a new one. */
  private int freePort() throws IOException {
    var kept = home.resolve("port");
    if (Files.exists(kept)) {
      try (var socket = listen(Integer.parseInt(Files.readString(kept).strip()))) {
        return socket.getLocalPort();
      } catch (IOException | NumberFormatException e) {
        LOG.log(INFO, "postgres takes another port: {0}", e.getMessage());
      }
    }
    try (var socket = listen(0)) {
      return socket.getLocalPort();
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  private DatabaseAddress address(int port) throws IOException {
    return new DatabaseAddress(
        "jdbc:postgresql://127.0.0.1:%d/postgres?ApplicationName=godmode".formatted(port),
        USER,
        Files.readString(home.resolve("password")).strip());
  }

  private Optional<Integer> runningPort() throws IOException {
    return postmaster().map(lines -> Integer.parseInt(lines.get(3).strip()));
  }

  /** The lines of postmaster.pid: process, data folder, start time, port, … of a live server. */
  private Optional<List<String>> postmaster() throws IOException {
    var file = data().resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var lines = Files.readAllLines(file);
    var ready = lines.size() >= 8 && lines.get(7).strip().equals("ready");
    var alive =
        ready
            && ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().command())
                .filter(command -> command.endsWith("postgres"))
                .isPresent();
    return alive ? Optional.of(lines) : Optional.empty();
  }

  private void run(String doing, List<String> command) {
    var full = new ArrayList<String>();
    if (isRootOnLinux()) {
      full.addAll(List.of("unshare", "-U"));
    }
    full.addAll(command);
    try {
      var output = Files.createTempFile(home, "run", ".out");
      try {
        var builder =
            new ProcessBuilder(full).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C");
        var process = builder.start();
        if (!process.waitFor(START_SECONDS + 10L, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IOException("no answer within %d s".formatted(START_SECONDS + 10));
        }
        if (process.exitValue() != 0) {
          throw new IOException(tail(output) + tail(log()));
        }
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot %s: %s".formatted(doing, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.log(WARNING, "interrupted while about to {0}", doing);
    }
  }

  private static String tail(Path file) throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    var lines = Files.readAllLines(file);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size())) + "\n";
  }

  private static boolean isRootOnLinux() {
    return System.getProperty("user.name").equals("root")
        && System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
  }
}
