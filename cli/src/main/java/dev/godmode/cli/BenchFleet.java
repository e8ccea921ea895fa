package dev.godmode.cli;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "fleet",
    description = {
      "Start a throw-away control and connect many nodes to it, each with a certificate and a",
      "stream of its own and its agents at work. Measures what control costs while they beat,",
      "and how soon all are back when all lose their streams at once."
    })
final class BenchFleet implements Callable<Integer> {

  /**
   * The document of {@code gm bench fleet --json}.
   *
   * @param joinPerS nodes that enrolled and connected a second, the driver's making of keys
   *     included
   * @param startPerS of the agents' tasks, from the first submit to the last one's start
   * @param controlCpu processor seconds of control for each second of the clock, in the quiet:
   *     every node beats once a second and nothing else happens
   * @param pickupMs of tasks submitted one by one meanwhile
   * @param driverCpu the same of the program that is all the nodes
   * @param redialS seconds until all nodes are connected again after all lost their streams at
   *     once, with all their agents still at work
   */
  record Figures(
      int nodes,
      int agents,
      double joinPerS,
      double startPerS,
      double controlCpu,
      double postgresCpu,
      double driverCpu,
      BenchCommand.Pickup pickupMs,
      double redialS,
      Map<String, Long> rssMib) {}

  @Mixin Common common = new Common();

  @Option(names = "--nodes", description = "How many nodes.", defaultValue = "2000")
  int nodes;

  @Option(names = "--agents", description = "Agents at work on each.", defaultValue = "10")
  int agents;

  @Option(names = "--seconds", description = "How long the quiet is measured.", defaultValue = "20")
  int seconds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (nodes < 1 || agents < 1 || seconds < 1) {
      throw new Trouble("--nodes, --agents and --seconds must be 1 or more");
    }
    var progress = new Progress(common.json);
    try (var place = BenchPlace.start(1, Optional.empty(), progress)) {
      var figures = new BenchFleetRun(place, nodes, agents, progress).measure(seconds);
      progress.done();
      common.answer(figures, words(figures));
    }
    return Exit.OK;
  }

  private static String words(Figures figures) {
    return """
        %,d nodes with %,d agents each
          join      %,.0f nodes/s, each with its own key and certificate
          start     %,.0f agents/s
          control   %.0f %% of a core while every node beats once a second
          postgres  %.0f %% of a core; all the nodes together %.0f %%
          pick-up   p50 %.1f ms, p99 %.1f ms at %,d/s
          redial    %.1f s until all are back after all lost their streams at once
          memory    %s MiB
        """
        .formatted(
            figures.nodes(),
            figures.agents(),
            figures.joinPerS(),
            figures.startPerS(),
            figures.controlCpu() * 100,
            figures.postgresCpu() * 100,
            figures.driverCpu() * 100,
            figures.pickupMs().p50(),
            figures.pickupMs().p99(),
            figures.pickupMs().ratePerS(),
            figures.redialS(),
            figures.rssMib());
  }
}
