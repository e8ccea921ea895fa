package dev.godmode.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a God Mode of its own, which it starts and throws away. */
final class BenchCommand {

  private BenchCommand() {}

  @Command(
      name = "bench",
      description = "Measure God Mode on this machine.",
      subcommands = {BenchTasks.class, BenchFleet.class, BenchFlood.class, BenchGateway.class})
  static final class Bench {}

  /** Times in milliseconds. */
  record Pickup(double p50, double p99, int ratePerS) {}

  /**
   * The document of {@code gm bench tasks --json}.
   *
   * @param floorPerS tasks a second if only the same bytes were appended to PostgreSQL, in the same
   *     batches, each with a commit
   * @param floorRatio drainPerS / floorPerS
   * @param pickupMs at the first of the rates
   * @param pickups at each of the rates
   * @param commits how long a commit of 2,000 bytes takes PostgreSQL, and nothing else, when as
   *     many a second are due as requests were: no pick-up is quicker
   * @param drainCpuUs processor time of each process for one task, in microseconds, while draining
   */
  record Figures(
      int count,
      double submitBatchPerS,
      double submitSinglePerS,
      double drainPerS,
      double floorPerS,
      double floorRatio,
      Pickup pickupMs,
      List<Pickup> pickups,
      List<Pickup> commits,
      Map<String, Double> drainCpuUs,
      Map<String, Double> cpuSeconds,
      Map<String, Long> rssMib) {}

  @Command(
      name = "tasks",
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
        split = ",",
        paramLabel = "<rate>",
        description = {
          "Tasks submitted per second while pick-up is measured; several, with commas, are",
          "measured one after the other. Above 250 a second a request holds several tasks."
        },
        defaultValue = "50")
    List<Integer> rates = List.of();

    @Option(names = "--slots", description = "Slots of the worker.", defaultValue = "2000")
    int slots;

    @Option(
        names = "--database-url",
        description = "An empty PostgreSQL database to use instead of the embedded one.")
    Optional<String> databaseUrl = Optional.empty();

    @Override
    public Integer call() throws IOException, InterruptedException {
      if (count < 1 || slots < 1 || rates.stream().anyMatch(rate -> rate < 1)) {
        throw new Trouble("--count, --rate and --slots must be 1 or more");
      }
      var progress = new Progress(common.json);
      try (var place = BenchPlace.start(slots, databaseUrl, progress)) {
        var figures = new BenchRun(place, count, rates, progress).measure();
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
        pick-up   %s
                  a commit alone: %s
        cpu       %s s; of one task while draining %s µs
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
              words(figures.pickups()),
              words(figures.commits()),
              figures.cpuSeconds(),
              figures.drainCpuUs(),
              figures.rssMib());
    }

    private static String words(List<Pickup> all) {
      return all.stream().map(BenchTasks::words).collect(Collectors.joining("; "));
    }

    private static String words(Pickup pickup) {
      return "p50 %.1f ms, p99 %.1f ms at %,d/s"
          .formatted(pickup.p50(), pickup.p99(), pickup.ratePerS());
    }
  }
}
