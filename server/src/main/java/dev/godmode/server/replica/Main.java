package dev.godmode.server.replica;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import dev.godmode.control.engine.SteadyClock;
import dev.godmode.control.engine.TimeOrderedIds;
import dev.godmode.protocol.api.Daemons.GatewayProcess;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.text.LogLines;
import dev.godmode.server.http.HangUps;
import dev.godmode.server.http.PortTaken;
import dev.godmode.server.identity.PrivateFile;
import dev.godmode.server.memory.EmbedderFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The process of a replica. Exit codes: 0 stopped, 1 could not start, 2 wrong settings. */
public final class Main {

  private static final System.Logger LOG = System.getLogger(Main.class.getName());
  private static final String VERSION = "0.1.0";

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    LogLines.use();
    HangUps.leaveOut();
    try {
      serve(ReplicaSettings.of(System.getenv()));
    } catch (IllegalArgumentException e) {
      LOG.log(ERROR, e.getMessage());
      System.exit(2);
    } catch (PortTaken e) {
      LOG.log(ERROR, "the gateway did not start: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void serve(ReplicaSettings settings) throws InterruptedException {
    var clock = new SteadyClock(InstantSource.system(), System::nanoTime);
    var ids = new TimeOrderedIds(clock, new SecureRandom());
    var origin = new Replica.Origin(ids.next(), name(settings), VERSION, clock.instant());
    var replica =
        Replica.start(
            settings,
            origin,
            new EmbedderFolder(
                Optional.ofNullable(System.getenv("GODMODE_DIST"))
                    .map(dist -> Path.of(dist, "embedder")),
                settings.home().resolve("embedder")),
            new ReplicaModels.Sources(clock, System::nanoTime, ids::next));
    var state = settings.home().resolve("gateway.json");
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  vanish(state);
                  replica.close();
                  LOG.log(INFO, "gateway stopped");
                },
                "stop"));
    var url = "http://%s:%d".formatted(settings.address(), replica.port());
    new PrivateFile(state)
        .write(
            Json.write(
                new GatewayProcess(ProcessHandle.current().pid(), VERSION, origin.since(), url)));
    LOG.log(INFO, "gateway is up url={0} control={1}", url, settings.code().addresses());
    new CountDownLatch(1).await();
  }

  private static String name(ReplicaSettings settings) {
    try {
      return "%s:%d".formatted(InetAddress.getLocalHost().getHostName(), settings.port());
    } catch (UnknownHostException _) {
      return "gateway:%d".formatted(settings.port());
    }
  }

  private static void vanish(Path state) {
    try {
      Files.deleteIfExists(state);
    } catch (IOException e) {
      LOG.log(ERROR, "cannot delete " + state, e);
    }
  }
}
