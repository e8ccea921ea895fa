package dev.godmode.cli;

import dev.godmode.client.GodModeClient;
import dev.godmode.client.Unreachable;
import dev.godmode.protocol.api.Daemons.GatewayProcess;
import dev.godmode.protocol.api.Requests.Component;
import dev.godmode.protocol.stream.JoinCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes sure that this machine's replica of the gateway is up. */
final class GatewayStart {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** So long it has to hear from control before that is told as trouble. */
  private static final Duration CONTROL_LIMIT = Duration.ofSeconds(5);

  /**
   * The replica.
   *
   * @param started whether it had to be
   * @param trouble why it cannot serve yet
   */
  record Up(GatewayProcess process, boolean started, Optional<String> trouble) {

    String words(Paint paint) {
      return trouble
          .map(
              why ->
                  "%s The gateway runs at %s and cannot serve yet: %s. It goes on trying."
                      .formatted(paint.bad("●"), process.url(), why))
          .orElseGet(
              () ->
                  "%s The gateway is %s up: OPENAI_BASE_URL=%s/v1, ANTHROPIC_BASE_URL=%s"
                      .formatted(
                          paint.good("●"),
                          started ? "now" : "already",
                          process.url(),
                          process.url()));
    }
  }

  private final Home home;
  private final Progress progress;

  GatewayStart(Home home, Progress progress) {
    this.home = home;
    this.progress = progress;
  }

  /**
   * Starts it unless it runs.
   *
   * @param given the code; empty for the one that is kept since the last time
   */
  Up ensure(String given) throws IOException, InterruptedException {
    var running = home.gateway();
    if (running.isPresent()) {
      return new Up(running.get(), false, trouble(running.get()));
    }
    var code = given.isEmpty() ? kept() : given;
    JoinCode.parse(JoinCode.Kind.GATEWAY, code);
    Home.keepPrivate(home.gatewayCode(), code);
    progress.say("Starting the gateway");
    var process =
        Processes.start(
            Processes.Program.GATEWAY,
            List.of(),
            Map.of("GODMODE_HOME", home.folder().toString()),
            home.gatewayLog());
    var up = await(process);
    return new Up(up, true, trouble(up));
  }

  private String kept() throws IOException {
    if (!Files.exists(home.gatewayCode())) {
      throw new Trouble(
          "this machine has had no gateway yet: ./gmup --gateway CODE, with the code that"
              + " 'gm models replicas --code' prints on the control node");
    }
    return Files.readString(home.gatewayCode()).strip();
  }

  private GatewayProcess await(Process process) throws InterruptedException {
    var deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      var up = home.gateway();
      if (up.isPresent()) {
        return up.get();
      }
      if (!process.isAlive()) {
        throw new Trouble(
            LastWords.of(home.gatewayLog(), "server.replica")
                .orElse("the gateway did not start: gm logs gateway has its story"));
      }
      TimeUnit.MILLISECONDS.sleep(25);
    }
    throw new Trouble(
        "the gateway is not up after %d s. Its story: gm logs gateway"
            .formatted(LIMIT.toSeconds()));
  }

  /** Why it cannot serve; it may have been started a moment ago, and asks control just now. */
  private static Optional<String> trouble(GatewayProcess process) throws InterruptedException {
    var deadline = System.nanoTime() + CONTROL_LIMIT.toNanos();
    try (var client = new GodModeClient(URI.create(process.url()), Optional.empty())) {
      while (true) {
        var trouble = trouble(client);
        if (trouble.isEmpty() || System.nanoTime() > deadline) {
          return trouble;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private static Optional<String> trouble(GodModeClient client) {
    try {
      return client.health().components().stream()
          .filter(part -> !part.ok())
          .map(Component::detail)
          .findFirst();
    } catch (Unreachable e) {
      return Optional.of("it does not answer");
    }
  }
}
