package dev.godmode.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "gateway",
    description = {
      "Start a throw-away God Mode and a provider that answers at once, and measure what the model",
      "gateway adds: the same questions go to the provider directly and through it, by turns."
    })
final class BenchGateway implements Callable<Integer> {

  /** Milliseconds from the moment at which a question was due, whenever it could be sent. */
  record Times(double p50, double p99) {}

  /** The same questions directly, and then through the gateway. */
  record Turn(Times directMs, Times throughMs) {}

  /**
   * Questions at a rate; until the answer was whole, of streams until its first token.
   *
   * @param directMs the median of all turns
   * @param addedMs through the gateway less directly, the median of all turns
   */
  record Pace(int ratePerS, List<Turn> turns, Times directMs, Times addedMs) {
    Pace {
      turns = List.copyOf(turns);
    }
  }

  /**
   * The document of {@code gm bench gateway --json}.
   *
   * @param whole answers that come as a whole
   * @param firstToken of streams
   * @param ceilingPerS whole answers a second through the gateway, asked again as soon as they come
   * @param directCeilingPerS the same without it: what provider and load alone can do
   * @param callCpuUs processor time of each process for one whole answer at the rate
   */
  record Figures(
      Pace whole,
      Pace firstToken,
      double ceilingPerS,
      double directCeilingPerS,
      Map<String, Double> callCpuUs,
      Map<String, Long> rssMib) {}

  @Mixin Common common = new Common();

  @Option(names = "--rate", description = "Questions per second.", defaultValue = "1000")
  int rate;

  @Option(
      names = "--stream-rate",
      description = "Streams per second, of 20 tokens each.",
      defaultValue = "200")
  int streamRate;

  @Option(names = "--seconds", description = "How long each turn is.", defaultValue = "5")
  int seconds;

  @Option(
      names = "--warm-up",
      description = "Seconds of questions before anything is measured, of each kind.",
      defaultValue = "30")
  int warmUp;

  @Option(names = "--replica", description = "Ask a replica of the gateway, beside control.")
  boolean replica;

  @Option(names = "--turns", description = "Turns of each kind.", defaultValue = "5")
  int turns;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (List.of(rate, streamRate, seconds, turns, warmUp).stream().anyMatch(one -> one < 1)) {
      throw new Trouble(
          "--rate, --stream-rate, --seconds, --turns and --warm-up must be 1 or more");
    }
    var progress = new Progress(common.json);
    try (var place = BenchPlace.start(1, Optional.empty(), progress);
        var load = QuestionDriver.start()) {
      if (replica) {
        place.startReplica();
      }
      var figures = new BenchGatewayRun(place, load, progress).measure(this);
      progress.done();
      common.answer(figures, words(figures));
    }
    return Exit.OK;
  }

  private static String words(Figures figures) {
    return """
    A provider that answers at once, directly and through the gateway
      whole     %s
      streams   first token %s
      ceiling   %,.0f/s (%,.0f/s without the gateway)
      cpu       of one whole answer %s µs
      memory    %s MiB
    """
        .formatted(
            words(figures.whole()),
            words(figures.firstToken()),
            figures.ceilingPerS(),
            figures.directCeilingPerS(),
            figures.callCpuUs(),
            figures.rssMib());
  }

  private static String words(Pace pace) {
    return "at %,d/s adds p50 %.2f ms, p99 %.2f ms to p50 %.2f ms, p99 %.2f ms"
        .formatted(
            pace.ratePerS(),
            pace.addedMs().p50(),
            pace.addedMs().p99(),
            pace.directMs().p50(),
            pace.directMs().p99());
  }
}
