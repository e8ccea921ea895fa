package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.Daemons.WorkerProcess;
import dev.godmode.protocol.api.NodeView;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.JoinOffer;
import dev.godmode.protocol.api.Requests.NodeList;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.node.NodeState;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes sure that this machine's worker is in the fleet. */
final class WorkerStart {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The worker, and whether it had to be started. */
  record Up(WorkerProcess process, boolean started) {}

  private final Home home;
  private final Progress progress;

  WorkerStart(Home home, Progress progress) {
    this.home = home;
    this.progress = progress;
  }

  /** The worker beside this machine's own control. */
  Up ensure(List<String> arguments) throws IOException, InterruptedException {
    try (var client = home.client()) {
      var running = home.worker();
      if (running.isPresent()) {
        return new Up(await(Optional.empty()), false);
      }
      var secrets = isMember(client) ? Map.<String, String>of() : joining(client);
      return new Up(start(arguments, secrets), true);
    }
  }

  /** The worker of a machine that has joined before: it knows its fleet. */
  Up again(List<String> arguments) throws InterruptedException {
    return home.worker().isPresent()
        ? new Up(await(Optional.empty()), false)
        : new Up(start(arguments, Map.of()), true);
  }

  /** A worker of another machine's fleet. */
  Up join(String code, List<String> arguments) throws InterruptedException {
    if (home.worker().isPresent()) {
      throw new Trouble(
          "a worker of %s runs already. Stop it with gm down, or use another GODMODE_HOME."
              .formatted(home.folder()));
    }
    return new Up(start(arguments, Map.of("GODMODE_JOIN_CODE", code)), true);
  }

  private WorkerProcess start(List<String> arguments, Map<String, String> secrets)
      throws InterruptedException {
    progress.say("Starting the worker");
    try {
      Files.deleteIfExists(home.folder().resolve("worker/worker.json"));
    } catch (IOException e) {
      throw new Trouble("cannot write to " + home.folder().resolve("worker"));
    }
    return await(
        Optional.of(
            Processes.start(Processes.Program.WORKER, arguments, secrets, home.workerLog())));
  }

  private static Map<String, String> joining(GodModeClient client) {
    var offer = client.post(JoinOffer.class, API + "/join-codes", new Because(Optional.empty()));
    return Map.of("GODMODE_JOIN_CODE", offer.code());
  }

  /** Whether the identity in this home is one of this fleet's nodes. */
  private boolean isMember(GodModeClient client) throws IOException {
    if (!home.hasIdentity()) {
      return false;
    }
    var facts = Json.tree(Files.readString(home.folder().resolve("worker/node.json")));
    var node = facts.path("node").asString("");
    var sameAuthority =
        home.control()
            .map(control -> control.fingerprint().equals(facts.path("fingerprint").asString("")))
            .orElse(false);
    return sameAuthority
        && client.get(NodeList.class, API + "/nodes").items().stream()
            .filter(known -> known.state() != NodeState.REMOVED)
            .map(NodeView::id)
            .anyMatch(id -> id.value().equals(node));
  }

  private WorkerProcess await(Optional<Process> process) throws InterruptedException {
    var deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      var said = home.lastWorker();
      if (said.isPresent()
          && said.get().state().equals("connected")
          && Home.isAlive(said.get().pid())) {
        return said.get();
      }
      if (process.isPresent() && !process.get().isAlive()) {
        throw failed(said);
      }
      progress.say("Waiting for the worker to join");
      TimeUnit.MILLISECONDS.sleep(25);
    }
    throw new Trouble(
        "the worker is not in the fleet after %d s; it goes on trying. Its story: gm logs worker"
            .formatted(LIMIT.toSeconds()));
  }

  private Trouble failed(Optional<WorkerProcess> said) {
    progress.done();
    var why =
        said.map(WorkerProcess::detail)
            .filter(detail -> !detail.isBlank())
            .or(() -> LastWords.of(home.workerLog(), "worker"))
            .orElse("it ended; its story: gm logs worker");
    return new Trouble("the worker did not join: " + why);
  }
}
