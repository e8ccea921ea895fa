package dev.godmode.server;

import static java.lang.System.Logger.Level.ERROR;

import dev.godmode.protocol.text.LogLines;
import dev.godmode.server.ServerSettings.BadSettings;
import dev.godmode.server.http.HangUps;
import dev.godmode.server.network.Network;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The control process. Exit codes: 0 stopped, 1 could not start or could not go on, 2 wrong
 * settings, 5 another control uses this home, 6 another control has taken over.
 */
public final class Main {

  private static final System.Logger LOG = System.getLogger(Main.class.getName());
  private static final String VERSION = "0.1.0";
  private static final int REPLACED = 6;

  private Main() {}

  public static void main(String[] args) throws Exception {
    LogLines.use();
    HangUps.leaveOut();
    try {
      var settings = ServerSettings.parse(System.getenv(), List.of(args), userHome());
      System.exit(run(settings));
    } catch (BadSettings e) {
      LOG.log(ERROR, e.getMessage());
      System.exit(2);
    }
  }

  /** HOME as the shell says it; the Java runtime asks the system's list of users instead. */
  private static Path userHome() {
    return Path.of(
        Optional.ofNullable(System.getenv("HOME"))
            .filter(home -> !home.isBlank())
            .orElseGet(() -> System.getProperty("user.home")));
  }

  private static int run(ServerSettings settings) throws IOException, InterruptedException {
    var folder = settings.home().resolve("control");
    Files.createDirectories(folder);
    var lock = lock(folder);
    if (lock.isEmpty()) {
      LOG.log(
          ERROR,
          "another control uses {0}: gm status shows it, or choose another GODMODE_HOME",
          settings.home());
      return 5;
    }
    try {
      var network =
          NetworkChoice.of(settings).enter(settings, Wiring.tailnet(settings), System::nanoTime);
      var life =
          new ControlLife(
              settings,
              network,
              new Wiring.Outside(
                  InstantSource.system(), System::nanoTime, new SecureRandom(), VERSION),
              Main::replaced);
      Runtime.getRuntime().addShutdownHook(new Thread(life::stop, "stop"));
      life.run();
    } catch (Network.Unusable e) {
      LOG.log(ERROR, "control did not start: " + e.getMessage());
      return 2;
    } catch (RuntimeException e) {
      LOG.log(ERROR, "control did not start: " + e.getMessage(), e);
    }
    return 1;
  }

  /** At once, and not in good order: nothing that this process still holds is true any more. */
  private static void replaced(String holder) {
    LOG.log(
        ERROR,
        "control {0} has taken over, this one ends: ./gmup lets it stand by for {0}",
        holder);
    Runtime.getRuntime().halt(REPLACED);
  }

  /** Held until the process ends. */
  private static Optional<FileLock> lock(Path folder) throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return Optional.ofNullable(channel.tryLock());
  }
}
