package dev.godmode.cli;

import dev.godmode.client.ApiProblem;
import dev.godmode.client.Unreachable;
import dev.godmode.protocol.api.ControlView;
import dev.godmode.protocol.api.Daemons.ControlProcess;
import dev.godmode.protocol.api.Requests.Component;
import dev.godmode.protocol.api.Requests.Health;
import dev.godmode.protocol.network.TailnetMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes sure that control is up and well. */
final class ControlStart {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int LOG_LINES = 12;
  private static final Set<String> WELL = Set.of("ok", ControlView.STANDBY);

  /** Control, and whether it had to be started. */
  record Up(ControlProcess process, boolean started, Health health) {

    /** It is well, and another one decides. */
    boolean standsBy() {
      return health.status().equals(ControlView.STANDBY);
    }
  }

  /** How it is to be started. */
  record Wish(
      Optional<Path> workspace,
      boolean noAutopilot,
      Optional<TailnetMode> tailscale,
      Optional<String> standbyCode) {

    /** Secrets go by the environment, not by arguments. */
    private Map<String, String> environment() {
      var environment = new LinkedHashMap<String, String>();
      if (noAutopilot) {
        environment.put("GODMODE_NO_AUTOPILOT", "1");
      }
      tailscale.ifPresent(mode -> environment.put("GODMODE_TAILSCALE", mode.word()));
      standbyCode.ifPresent(code -> environment.put("GODMODE_STANDBY_CODE", code));
      return environment;
    }
  }

  private final Home home;
  private final Progress progress;

  ControlStart(Home home, Progress progress) {
    this.home = home;
    this.progress = progress;
  }

  Up ensure(Wish wish) throws IOException, InterruptedException {
    var running = home.control();
    if (running.isPresent()) {
      var health = awaitHealth(Optional.empty());
      if (health.isPresent()) {
        wish.tailscale().ifPresent(mode -> requireAsWished(mode, health.get()));
        return new Up(running.get(), false, health.get());
      }
    }
    return start(wish);
  }

  private Up start(Wish wish) throws IOException, InterruptedException {
    requireFreePorts();
    progress.say("Starting control");
    var arguments = new ArrayList<String>();
    arguments.add("--home");
    arguments.add(home.folder().toString());
    wish.workspace()
        .ifPresent(
            folder -> {
              arguments.add("--workspace");
              arguments.add(folder.toAbsolutePath().normalize().toString());
            });
    var process =
        Processes.start(
            Processes.Program.CONTROL, arguments, wish.environment(), home.controlLog());
    var health = awaitHealth(Optional.of(process));
    return new Up(
        home.control().orElseThrow(() -> failed("it ended at once")), true, health.orElseThrow());
  }

  /** Where control listens is chosen at its start. */
  private static void requireAsWished(TailnetMode wished, Health health) {
    var parts = health.components().stream().map(Component::name).toList();
    var is =
        parts.contains("people")
            ? TailnetMode.PEOPLE
            : parts.contains("tailnet") ? TailnetMode.FLEET : TailnetMode.OFF;
    if (is != wished) {
      throw new Trouble(
          "control runs already, with --tailscale %s: gm down && ./gmup --tailscale %s"
              .formatted(is.word(), wished.word()));
    }
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

  /**
   * Waits until control is well; empty when the one that ran already has ended meanwhile: it was
   * about to, and nobody will hear from it.
   *
   * @param process empty: it was not started here
   */
  private Optional<Health> awaitHealth(Optional<Process> process)
      throws IOException, InterruptedException {
    var deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      var isThere = home.control().isPresent();
      var well = isThere ? wellness() : Optional.<Health>empty();
      if (well.isPresent() || (!isThere && process.isEmpty())) {
        return well;
      }
      if (process.isPresent() && !process.get().isAlive()) {
        throw failed("it ended with exit code " + process.get().exitValue());
      }
      progress.say(process.isPresent() ? "Starting control" : "Waiting for control");
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw failed("it is not healthy after %d s".formatted(LIMIT.toSeconds()));
  }

  private Optional<Health> wellness() {
    try (var client = home.client()) {
      return Optional.of(client.get(Health.class, "/health"))
          .filter(health -> WELL.contains(health.status()));
    } catch (Unreachable | ApiProblem e) {
      return Optional.empty();
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
