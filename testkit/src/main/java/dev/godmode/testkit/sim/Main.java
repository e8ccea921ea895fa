package dev.godmode.testkit.sim;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.text.Spelling;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Runs many seeds, {@code SEEDS FROM SABOTAGE json|words|story}. With {@code story} all that
 * happens under the first seed is told. Exit code 1 when a seed broke a promise.
 */
public final class Main {

  private static final int STEP = 100;
  private static final int NAMED_MOST = 20;

  /** A seed that broke a promise, and which. */
  record Failure(long seed, String promise) {}

  /** What was printed: how many seeds, those that broke a promise, and how fast. */
  record Outcome(long seeds, List<Failure> failures, Optional<String> story, double seedsPerS) {}

  private Main() {}

  public static void main(String[] args) {
    var seeds = Long.parseLong(args[0]);
    var from = Long.parseLong(args[1]);
    var bug = bug(args[2]);
    if (args[3].equals("story")) {
      System.out.println(FleetSimulation.story(Plan.of(from, bug)));
      return;
    }
    var json = args[3].equals("json");
    var outcome = run(seeds, from, bug, !json);
    System.out.println(json ? Json.write(outcome) : words(outcome));
    System.exit(outcome.failures().isEmpty() ? 0 : 1);
  }

  private static Sabotage bug(String name) {
    var names = Stream.of(Sabotage.values()).map(Enum::name).toList();
    if (!names.contains(name)) {
      System.err.printf(
          "there is no bug '%s'%s; there are: %s%n",
          name.toLowerCase(Locale.ROOT),
          Spelling.hint(name, names).toLowerCase(Locale.ROOT),
          String.join(", ", names).toLowerCase(Locale.ROOT));
      System.exit(2);
    }
    return Sabotage.valueOf(name);
  }

  private static Outcome run(long seeds, long from, Sabotage bug, boolean tell) {
    var began = System.nanoTime();
    var failures = new ConcurrentSkipListMap<Long, Violation>();
    var done = new LongAdder();
    LongStream.range(from, from + seeds)
        .parallel()
        .forEach(
            seed -> {
              failure(Plan.of(seed, bug)).ifPresent(broken -> failures.put(seed, broken));
              done.increment();
              if (tell && done.sum() % STEP == 0) {
                System.err.printf(
                    "\r%,d of %,d seeds, %d failed ", done.sum(), seeds, failures.size());
              }
            });
    if (tell) {
      System.err.print("\r");
    }
    var took = Duration.ofNanos(System.nanoTime() - began);
    var all = new TreeMap<>(failures);
    return new Outcome(
        seeds,
        all.entrySet().stream()
            .map(entry -> new Failure(entry.getKey(), entry.getValue().promise()))
            .toList(),
        Optional.ofNullable(all.firstEntry()).map(first -> shrunk(Plan.of(first.getKey(), bug))),
        seeds / (took.toNanos() / 1e9));
  }

  private static Optional<Violation> failure(Plan plan) {
    try {
      var _ = FleetSimulation.run(plan);
      return Optional.empty();
    } catch (Violation e) {
      return Optional.of(e);
    }
  }

  /** The story of a failing plan, with as little trouble, time and nodes as still fails. */
  private static String shrunk(Plan failing) {
    for (var smaller : failing.smaller()) {
      if (failure(smaller).isPresent()) {
        return shrunk(smaller);
      }
    }
    return failure(failing).map(broken -> String.valueOf(broken.getMessage())).orElse("");
  }

  private static String words(Outcome outcome) {
    var speed = "%.1f seeds/s".formatted(outcome.seedsPerS());
    if (outcome.failures().isEmpty()) {
      return "%,d seeds kept every promise. %s".formatted(outcome.seeds(), speed);
    }
    var named = outcome.failures().stream().limit(NAMED_MOST).map(Failure::toString).toList();
    return "%d of %,d seeds broke a promise:%n%s%n%nThe first, as little of it as still fails:%n%s%n%n%s"
        .formatted(
            outcome.failures().size(),
            outcome.seeds(),
            String.join("\n", named),
            outcome.story().orElse(""),
            speed);
  }
}
