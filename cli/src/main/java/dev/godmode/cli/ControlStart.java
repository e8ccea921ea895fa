package dev.godmode.cli;

import dev.godmode.client.ApiProblem;
import dev.godmode.client.Unreachable;
import dev.godmode.protocol.api.Daemons.ControlProcess;
import dev.godmode.protocol.api.Requests.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes sure that control is up and well. */
final class ControlStart {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int LOG_LINES = 12;

  /** Control, and whether it had to be started. */
  record Up(ControlProcess process, boolean started) {}

  private final Home home;
  private final Progress progress;

  ControlStart(Home home, Progress progress) {
    this.home = home;
    this.progress = progress;
  }

  Up ensure(Optional<Path> workspace, boolean noAutopilot)
      throws IOException, InterruptedException {
    var running = home.control();
    if (running.isPresent()) {
      awaitHealth(Optional.empty());
      return new Up(running.get(), false);
    }
    requireFreePorts();
    progress.say("Starting control");
    var arguments = new ArrayList<String>();
    arguments.add("--home");
    arguments.add(home.folder().toString());
    workspace.ifPresent(
        folder -> {
          arguments.add("--workspace");
          arguments.add(folder.toAbsolutePath().normalize().toString());
        });
    var environment = noAutopilot ? Map.of("GODMODE_NO_AUTOPILOT", "1") : Map.<String, String>of();
    var process =
        Processes.start(Processes.Program.CONTROL, arguments, environment, home.controlLog());
    awaitHealth(Optional.of(process));
    return new Up(home.control().orElseThrow(() -> failed("it ended at once")), true);
  }

  private static void requireFreePorts() {
    var ports = new LinkedHashMap<String, Integer>();
    ports.put("GODMODE_API_PORT", Ports.of("GODMODE_API_PORT", 5051));
    ports.put("GODMODE_HUD_PORT", Ports.of("GODMODE_HUD_PORT", 5052));
    ports.put("GODMODE_FLEET_PORT", Ports.of("GODMODE_FLEET_PORT", 5053));
    ports.forEach(
        (variable, port) -> {
          if (!Ports.isFree(port)) {
            throw new Trouble(
                "port %d is taken by %s. End it, or choose another: %s=%d ./gmup"
                    .formatted(port, Ports.owner(port), variable, port + 1000));
          }
        });
  }

  private void awaitHealth(Optional<Process> process) throws IOException, InterruptedException {
    var deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (home.control().isPresent() && isHealthy()) {
        return;
      }
      if (process.isPresent() && !process.get().isAlive()) {
        throw failed("it ended with exit code " + process.get().exitValue());
      }
      progress.say(process.isPresent() ? "Starting control" : "Waiting for control");
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw failed("it is not healthy after %d s".formatted(LIMIT.toSeconds()));
  }

  private boolean isHealthy() {
    try (var client = home.client()) {
      return client.get(Health.class, "/health").status().equals("ok");
    } catch (Unreachable | ApiProblem e) {
      return false;
    }
  }

  private Trouble failed(String how) {
    progress.done();
    var reason = LastWords.of(home.controlLog(), "server");
    if (reason.isPresent()) {
      return new Trouble(
          "control did not start: " + reason.get().replaceFirst("^control did not start: ", ""));
    }
    try {
      var log = home.controlLog();
      var lines = Files.exists(log) ? LogsCommand.tail(log) : List.<String>of();
      var last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
      return new Trouble(
          "control did not start: %s. Its last lines (all: gm logs control):%n%s"
              .formatted(how, String.join("\n", last)));
    } catch (IOException e) {
      return new Trouble("control did not start: " + how);
    }
  }
}
