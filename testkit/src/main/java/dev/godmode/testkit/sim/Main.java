package dev.godmode.testkit.sim;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.text.Spelling;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Runs many seeds: {@code SEEDS FROM SABOTAGE json|words}. Exit code 1 when a seed broke a promise.
 */
public final class Main {

  private static final int STEP = 100;

  /** What was printed: how many seeds, those that broke a promise, and how fast. */
  record Outcome(long seeds, List<Long> failures, Optional<String> first, double seedsPerS) {}

  private Main() {}

  public static void main(String[] args) {
    var seeds = Long.parseLong(args[0]);
    var from = Long.parseLong(args[1]);
    var names = Stream.of(Sabotage.values()).map(Enum::name).toList();
    if (!names.contains(args[2])) {
      System.err.printf(
          "there is no bug '%s'%s; there are: %s%n",
          args[2].toLowerCase(Locale.ROOT),
          Spelling.hint(args[2], names).toLowerCase(Locale.ROOT),
          String.join(", ", names).toLowerCase(Locale.ROOT));
      System.exit(2);
    }
    var bug = Sabotage.valueOf(args[2]);
    var json = args[3].equals("json");
    var outcome = run(seeds, from, bug, !json);
    System.out.println(json ? Json.write(outcome) : words(outcome));
    System.exit(outcome.failures().isEmpty() ? 0 : 1);
  }

  private static Outcome run(long seeds, long from, Sabotage bug, boolean tell) {
    var began = System.nanoTime();
    var failures = new ConcurrentSkipListMap<Long, String>();
    var done = new LongAdder();
    LongStream.range(from, from + seeds)
        .parallel()
        .forEach(
            seed -> {
              failure(seed, bug).ifPresent(story -> failures.put(seed, story));
              done.increment();
              if (tell && done.sum() % STEP == 0) {
                System.err.printf(
                    "\r%,d of %,d seeds, %d failed ", done.sum(), seeds, failures.size());
              }
            });
    if (tell) {
      System.err.print("\r");
    }
    var all = new TreeMap<>(failures);
    return new Outcome(
        seeds,
        List.copyOf(all.keySet()),
        Optional.ofNullable(all.firstEntry()).map(Map.Entry::getValue),
        seeds / ((System.nanoTime() - began) / 1e9));
  }

  private static Optional<String> failure(long seed, Sabotage bug) {
    try {
      var _ = FleetSimulation.run(seed, bug);
      return Optional.empty();
    } catch (Violation e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String words(Outcome outcome) {
    return outcome
            .first()
            .map(
                story ->
                    "%d of %,d seeds broke a promise: %s%n%nThe first:%n%s%n%n"
                        .formatted(
                            outcome.failures().size(),
                            outcome.seeds(),
                            outcome.failures().stream().limit(20).toList(),
                            story))
            .orElseGet(() -> "%,d seeds kept every promise. ".formatted(outcome.seeds()))
        + "%.1f seeds/s".formatted(outcome.seedsPerS());
  }
}
