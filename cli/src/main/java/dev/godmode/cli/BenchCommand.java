package dev.godmode.cli;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a God Mode of its own, which it starts and throws away. */
final class BenchCommand {

  private BenchCommand() {}

  @Command(
      name = "bench",
      description = "Measure God Mode on this machine.",
      subcommands = {BenchTasks.class, BenchFleet.class, BenchFlood.class})
  static final class Bench {}

  /** Times in milliseconds. */
  record Pickup(double p50, double p99, int ratePerS) {}

  /**
   * The document of {@code gm bench tasks --json}.
   *
   * @param floorPerS tasks a second if only the same bytes were appended to PostgreSQL, in the same
   *     batches, each with a commit
   * @param floorRatio drainPerS / floorPerS
   */
  record Figures(
      int count,
      double submitBatchPerS,
      double submitSinglePerS,
      double drainPerS,
      double floorPerS,
      double floorRatio,
      Pickup pickupMs,
      Map<String, Double> cpuSeconds,
      Map<String, Long> rssMib) {}

  @Command(
      name = "tasks",
      mixinStandardHelpOptions = true,
      description = {
        "Start a throw-away God Mode with one worker, and measure durable tasks through the whole",
        "path: submit, journal, placement, worker, result, journal. The tasks do nothing."
      })
  static final class BenchTasks implements Callable<Integer> {

    @Mixin Common common = new Common();

    @Option(names = "--count", description = "How many tasks.", defaultValue = "20000")
    int count;

    @Option(
        names = "--rate",
        description = "Submits per second while pick-up is measured.",
        defaultValue = "50")
    int rate;

    @Option(names = "--slots", description = "Slots of the worker.", defaultValue = "2000")
    int slots;

    @Option(
        names = "--database-url",
        description = "An empty PostgreSQL database to use instead of the embedded one.")
    Optional<String> databaseUrl = Optional.empty();

    @Override
    public Integer call() throws IOException, InterruptedException {
      if (count < 1 || rate < 1 || slots < 1) {
        throw new Trouble("--count, --rate and --slots must be 1 or more");
      }
      var progress = new Progress(common.json);
      try (var place = BenchPlace.start(slots, databaseUrl, progress)) {
        var figures = new BenchRun(place, count, rate, progress).measure();
        progress.done();
        common.answer(figures, words(figures));
      }
      return Exit.OK;
    }

    private static String words(Figures figures) {
      return """
          %,d tasks, %d bytes each
            submit    %,.0f/s in batches, %,.0f/s one by one over %d connections
            drain     %,.0f/s, %.2f of the floor (%,.0f/s)
            pick-up   p50 %.1f ms, p99 %.1f ms at %,d/s
            cpu       %s s
            memory    %s MiB
          """
          .formatted(
              figures.count(),
              BenchRun.PAYLOAD_BYTES,
              figures.submitBatchPerS(),
              figures.submitSinglePerS(),
              BenchRun.CONNECTIONS,
              figures.drainPerS(),
              figures.floorRatio(),
              figures.floorPerS(),
              figures.pickupMs().p50(),
              figures.pickupMs().p99(),
              figures.pickupMs().ratePerS(),
              figures.cpuSeconds(),
              figures.rssMib());
    }
  }
}
