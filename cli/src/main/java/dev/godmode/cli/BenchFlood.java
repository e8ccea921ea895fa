package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.cli.BenchCommand.Pickup;
import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.Explanation;
import dev.godmode.protocol.api.Requests.StreamList;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "flood",
    description = {
      "Start a throw-away God Mode with one worker, and measure how long tasks of one stream wait:",
      "alone, and while another stream has flooded the queue and is being worked off."
    })
final class BenchFlood implements Callable<Integer> {

  private static final int BATCH = 5_000;
  private static final int SECONDS = 10;
  private static final int QUESTIONS = 200;

  /** So many that the compiler has seen the whole path. */
  private static final int WARM_UP = 40_000;

  /**
   * The document of {@code gm bench flood --json}.
   *
   * @param floodLeft tasks of the flood that were still queued when the second measurement ended
   * @param p99Ratio flooded / alone
   * @param whyMs how long the API takes to say why a task of the flood waits, right after it came
   */
  record Figures(
      int count, Pickup aloneMs, Pickup floodedMs, double p99Ratio, Pickup whyMs, int floodLeft) {}

  @Mixin Common common = new Common();

  @Option(names = "--count", description = "Tasks of the flood.", defaultValue = "1000000")
  int count;

  @Option(
      names = "--rate",
      description = "Submits per second of the other stream.",
      defaultValue = "50")
  int rate;

  @Option(names = "--slots", description = "Slots of the worker.", defaultValue = "100")
  int slots;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (count < 1 || rate < 1 || slots < 1) {
      throw new Trouble("--count, --rate and --slots must be 1 or more");
    }
    var progress = new Progress(common.json);
    try (var place = BenchPlace.start(slots, Optional.empty(), progress);
        var client = place.client()) {
      var figures = measure(client, progress);
      progress.done();
      common.answer(figures, words(figures));
    }
    return Exit.OK;
  }

  private Figures measure(GodModeClient client, Progress progress) throws InterruptedException {
    progress.say("Warming up");
    flood(client, WARM_UP);
    BenchRun.awaitDrained(client);
    progress.say("Measuring the stream alone");
    var alone = BenchTask.pickup(client, "other", rate, SECONDS);
    progress.say("Flooding");
    flood(client, count);
    progress.say("Asking why tasks wait");
    var why = why(client);
    progress.say("Measuring the stream in the flood");
    var flooded = BenchTask.pickup(client, "other", rate, SECONDS);
    return new Figures(count, alone, flooded, flooded.p99() / alone.p99(), why, left(client));
  }

  private static void flood(GodModeClient client, int tasks) throws InterruptedException {
    BenchRun.side(
        Math.ceilDiv(tasks, BATCH),
        2,
        i ->
            BenchTask.submit(
                client, BenchPlace.AGENT, "flood", Math.min(BATCH, tasks - i * BATCH)));
  }

  /** One question after the other, each about a task that has just joined the end of the line. */
  private static Pickup why(GodModeClient client) throws InterruptedException {
    var took = new double[QUESTIONS];
    for (var i = 0; i < QUESTIONS; i++) {
      var task = BenchTask.submit(client, BenchPlace.AGENT, "flood", 1).getFirst();
      took[i] =
          1e3
              * BenchRun.seconds(
                  () -> client.get(Explanation.class, API + "/tasks/" + task + "/why"));
    }
    Arrays.sort(took);
    return new Pickup(BenchRun.percentile(took, 0.5), BenchRun.percentile(took, 0.99), 0);
  }

  private static int left(GodModeClient client) {
    return client.get(StreamList.class, API + "/streams").items().stream()
        .filter(stream -> stream.policy().stream().equals("flood"))
        .mapToInt(stream -> stream.queued())
        .sum();
  }

  private static String words(Figures figures) {
    return """
        one stream floods the queue with %,d tasks; %,d of them were left
          alone     p50 %.1f ms, p99 %.1f ms
          flooded   p50 %.1f ms, p99 %.1f ms, %.1f times as long
          why       p50 %.1f ms, p99 %.1f ms to say why a task of the flood waits
        """
        .formatted(
            figures.count(),
            figures.floodLeft(),
            figures.aloneMs().p50(),
            figures.aloneMs().p99(),
            figures.floodedMs().p50(),
            figures.floodedMs().p99(),
            figures.p99Ratio(),
            figures.whyMs().p50(),
            figures.whyMs().p99());
  }
}
