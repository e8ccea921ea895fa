package dev.godmode.cli;

import dev.godmode.protocol.api.Daemons.ControlProcess;
import dev.godmode.protocol.network.TailnetMode;
import dev.godmode.protocol.stream.JoinCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings this machine up: as the control node with a worker of its own, or as a worker. */
@Command(
    name = "gmup",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    description = {
      "Brings this machine up, and heals what is missing. Run it as often as you like.",
      "The first machine becomes the control node; with a join code, a machine becomes a worker."
    },
    footer = {
      "",
      "Environment: GODMODE_HOME (default ~/.godmode), GODMODE_WORKSPACE, GODMODE_DATABASE_URL,",
      "GODMODE_API_PORT (5051), GODMODE_HUD_PORT (5052), GODMODE_FLEET_PORT (5053),",
      "GODMODE_FLEET_ADDRESS (127.0.0.1), GODMODE_CONTROL_MEMORY (1300m),",
      "GODMODE_TAILSCALE_SOCKET (where tailscaled usually has it), GODMODE_TAILNET_PORT (5054),",
      "GODMODE_SERVE_PORT (none), GODMODE_BUS, GODMODE_BUS_TOPIC, GODMODE_BUS_KEY (none),",
      "GODMODE_OTLP, GODMODE_OTLP_KEY, GODMODE_GRAPH, GODMODE_GRAPH_KEY (none),",
      "GODMODE_VECTORS, GODMODE_VECTORS_KEY (none), GODMODE_GATEWAY_PORT (5055),",
      "GODMODE_MODEL_SERVERS (the usual ports of this machine; or off)."
    })
final class UpCommand implements Callable<Integer> {

  @Mixin Common common = new Common();

  @Option(
      names = "--join",
      paramLabel = "CODE",
      description =
          "Make this machine a worker of the fleet that made the code; - reads it from standard"
              + " input.")
  Optional<String> join = Optional.empty();

  @Option(
      names = "--standby",
      paramLabel = "CODE",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Stand by for the control node that made the code, on the same GODMODE_DATABASE_URL; -"
              + " reads the code from standard input. Later without a code.")
  Optional<String> standby = Optional.empty();

  @Option(
      names = "--gateway",
      paramLabel = "CODE",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Start a replica of the model gateway on this machine, at GODMODE_GATEWAY_PORT, for the"
              + " control node that made the code; - reads the code from standard input. Later"
              + " without a code.")
  Optional<String> gateway = Optional.empty();

  @Option(
      names = "--workspace",
      description = "The folder with tasks/roadmap.jsonl, agents/, design_docs/.")
  Optional<Path> workspace = Optional.empty();

  @Option(names = "--no-autopilot", description = "Start with the autopilot off.")
  boolean noAutopilot;

  @Option(names = "--slots", description = "How many attempts this machine runs at once.")
  Optional<Integer> slots = Optional.empty();

  @Option(
      names = "--skills",
      description = "Skill tags to offer beside what is found, separated by commas.")
  Optional<String> skills = Optional.empty();

  @Option(
      names = "--agents",
      description = "The types of agents this machine takes, separated by commas; any without it.")
  Optional<String> agents = Optional.empty();

  @Option(
      names = "--control",
      paramLabel = "HOST:PORT",
      description =
          "Where the control node is now, for a worker whose control node has moved: it is still"
              + " known by its key.")
  Optional<String> moved = Optional.empty();

  @Option(
      names = "--tailscale",
      paramLabel = "MODE",
      arity = "0..1",
      fallbackValue = "fleet",
      description =
          "Keep the fleet port to this machine's tailnet: it listens there alone, and whoever is not"
              + " on it is refused, whatever they show. 'people' opens the HUD there too, to those whom"
              + " people.yaml names by their login of the tailnet. It is remembered; 'off' ends it.")
  Optional<TailnetMode> tailscale = Optional.empty();

  @Override
  public Integer call() throws IOException, InterruptedException {
    common.home.prepare();
    var progress = new Progress(common.json);
    if (join.isPresent()) {
      return join(progress);
    }
    if (gateway.isPresent()) {
      return gateway(progress);
    }
    if (standby.isPresent()) {
      requireDatabaseOutside();
    } else if (common.home.isOnlyWorker()) {
      var starting = new WorkerStart(common.home, progress);
      return inTheFleet(progress, starting.again(workerArguments(Optional.empty())));
    }
    var control =
        new ControlStart(common.home, progress)
            .ensure(
                new ControlStart.Wish(
                    workspace,
                    noAutopilot,
                    tailscale,
                    standby.map(UpCommand::typed).filter(c -> !c.isEmpty())));
    if (control.standsBy()) {
      return standsBy(progress, control);
    }
    var worker =
        new WorkerStart(common.home, progress)
            .ensure(workerArguments(Optional.of(control.process())));
    var summary = new Summary(common).of(control, worker);
    progress.done();
    common.answer(summary.document(), summary.words());
    return Exit.OK;
  }

  private static void requireDatabaseOutside() {
    var url = System.getenv("GODMODE_DATABASE_URL");
    if (url == null || url.isBlank()) {
      throw new Trouble(
          "a standby needs GODMODE_DATABASE_URL, the same as on the control node it stands by for:"
              + " the PostgreSQL that comes with God Mode ends with its machine."
              + " docs/guides/standby.md has every step");
    }
  }

  /** A worker of this machine goes on; one that is to be new joins at the control that decides. */
  private Integer standsBy(Progress progress, ControlStart.Up control) throws InterruptedException {
    if (common.home.hasIdentity()) {
      new WorkerStart(common.home, progress).again(workerArguments(Optional.empty()));
    }
    progress.done();
    common.answer(control.health(), Standbys.summary(common.paint, control));
    return Exit.OK;
  }

  /** A code that is not to stand in the list of processes is given as one line of input. */
  private static String typed(String given) {
    if (!given.equals("-")) {
      return given;
    }
    if (Paint.isTerminal()) {
      System.err.print("The code: ");
      System.err.flush();
    }
    try {
      var line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return Optional.ofNullable(line)
          .map(String::strip)
          .filter(code -> !code.isEmpty())
          .orElseThrow(() -> new Trouble("no code came on standard input: give one line with it"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the code", e);
    }
  }

  private Integer join(Progress progress) throws IOException, InterruptedException {
    var code = typed(join.orElseThrow());
    JoinCode.parse(code);
    var starting = new WorkerStart(common.home, progress);
    return inTheFleet(progress, starting.join(code, workerArguments(Optional.empty())));
  }

  private Integer gateway(Progress progress) throws IOException, InterruptedException {
    var up = new GatewayStart(common.home, progress).ensure(typed(gateway.orElseThrow()));
    progress.done();
    common.answer(up.process(), up.words(common.paint));
    return up.trouble().isEmpty() ? Exit.OK : Exit.FAILED;
  }

  private Integer inTheFleet(Progress progress, WorkerStart.Up worker) {
    progress.done();
    common.answer(
        worker.process(),
        "%s %s is %s in the fleet."
            .formatted(
                common.paint.good("●"),
                worker.process().name().orElse("This machine"),
                worker.started() ? "now" : "already"));
    return Exit.OK;
  }

  private List<String> workerArguments(Optional<ControlProcess> control) {
    var arguments = new ArrayList<String>();
    arguments.add("--home");
    arguments.add(common.home.folder().toString());
    slots.ifPresent(
        count -> {
          arguments.add("--slots");
          arguments.add(String.valueOf(count));
        });
    skills.ifPresent(
        tags -> {
          arguments.add("--skills");
          arguments.add(tags);
        });
    agents.ifPresent(
        types -> {
          arguments.add("--agents");
          arguments.add(types);
        });
    moved
        .or(() -> control.map(process -> URI.create(process.fleet()).getAuthority()))
        .ifPresent(
            address -> {
              arguments.add("--control");
              arguments.add(address);
            });
    return arguments;
  }
}
