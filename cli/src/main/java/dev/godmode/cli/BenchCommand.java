package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.LedgerLine;
import dev.godmode.protocol.api.Requests.Submit;
import dev.godmode.protocol.api.Requests.Submitted;
import dev.godmode.protocol.api.SubmittedTask;
import dev.godmode.protocol.api.World;
import dev.godmode.protocol.json.Json;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the system as it runs. */
final class BenchCommand {

  private BenchCommand() {}

  @Command(name = "bench", description = "Measure this God Mode.", subcommands = BenchTasks.class)
  static final class Bench {}

  /** Times in milliseconds. */
  record Pickup(double p50, double p99, int ratePerS) {}

  /** The document of {@code gm bench tasks --json}. */
  record Figures(int count, double submitBatchPerS, double drainPerS, Pickup pickupMs) {}

  @Command(
      name = "tasks",
      description =
          "Submit tasks that do nothing and wait for their end: durable tasks per second through the whole path.")
  static final class BenchTasks implements Callable<Integer> {

    private static final int BATCH = 500;
    private static final Duration PICKUP_FOR = Duration.ofSeconds(10);
    private static final String NAME = "bench";

    @Mixin Common common = new Common();

    @Option(names = "--count", description = "How many tasks.", defaultValue = "1000")
    int count;

    @Option(
        names = "--rate",
        description = "Submits per second while pick-up is measured.",
        defaultValue = "100")
    int rate;

    @Override
    public Integer call() throws InterruptedException {
      try (var client = common.client()) {
        var figures = measure(client);
        common.answer(
            figures,
            """
            %d tasks   submitted %.0f/s   drained %.0f/s
            pick-up at %d/s   p50 %.1f ms   p99 %.1f ms
            """
                .formatted(
                    figures.count(),
                    figures.submitBatchPerS(),
                    figures.drainPerS(),
                    figures.pickupMs().ratePerS(),
                    figures.pickupMs().p50(),
                    figures.pickupMs().p99()));
      }
      return Exit.OK;
    }

    private Figures measure(GodModeClient client) throws InterruptedException {
      var watch = new Watch(client);
      var began = System.nanoTime();
      var ids = new HashSet<String>();
      for (var left = count; left > 0; left -= BATCH) {
        ids.addAll(submit(client, Math.min(BATCH, left)));
      }
      var submitted = System.nanoTime();
      watch.awaitEnds(ids);
      var drained = System.nanoTime();
      return new Figures(
          count,
          perSecond(count, submitted - began),
          perSecond(count, drained - began),
          pickup(client, watch));
    }

    private Pickup pickup(GodModeClient client, Watch watch) throws InterruptedException {
      var ids = new HashSet<String>();
      var total = (int) (rate * PICKUP_FOR.toSeconds());
      var began = System.nanoTime();
      for (var i = 0; i < total; i++) {
        var due = began + i * TimeUnit.SECONDS.toNanos(1) / rate;
        var wait = due - System.nanoTime();
        if (wait > 0) {
          TimeUnit.NANOSECONDS.sleep(wait);
        }
        ids.addAll(submit(client, 1));
      }
      watch.awaitEnds(ids);
      var waits = ids.stream().mapToDouble(id -> watch.pickupMillis(id)).sorted().toArray();
      return new Pickup(percentile(waits, 0.5), percentile(waits, 0.99), rate);
    }

    private static double percentile(double[] sorted, double share) {
      return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
    }

    private static double perSecond(int tasks, long nanos) {
      return tasks / (nanos / 1e9);
    }

    private static List<String> submit(GodModeClient client, int tasks) {
      var batch = new ArrayList<SubmittedTask>();
      for (var i = 0; i < tasks; i++) {
        batch.add(SubmittedTask.of(NAME, List.of("true")));
      }
      return client.post(Submitted.class, API + "/tasks", new Submit(batch)).tasks().stream()
          .map(id -> id.value())
          .toList();
    }
  }

  /** Follows the event stream and notes when tasks were submitted, started and ended. */
  private static final class Watch {

    private final Map<String, Instant> submitted = new ConcurrentHashMap<>();
    private final Map<String, Instant> started = new ConcurrentHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch more = new CountDownLatch(1);

    Watch(GodModeClient client) {
      var from = client.get(World.class, API + "/world").sequence();
      Thread.ofVirtual().name("watch").start(() -> follow(client, from));
    }

    private void follow(GodModeClient client, long from) {
      try {
        client.follow(
            API + "/events?after=" + from,
            event -> {
              if (event.name().equals("entry")) {
                note(Json.read(LedgerLine.class, event.data()));
              }
              return true;
            });
      } catch (UncheckedIOException e) {
        // Cut off when the bench is over; while it goes on, whoever waits for ends says so.
        more.countDown();
      }
    }

    private void note(LedgerLine line) {
      switch (line.kind()) {
        case "TaskSubmitted" -> submitted.put(line.subject(), line.at());
        case "AttemptStarted" -> started.putIfAbsent(line.subject(), line.at());
        default -> {
          if (Waiting.ENDS.contains(line.kind())) {
            ended.add(line.subject());
            more.countDown();
          }
        }
      }
    }

    void awaitEnds(Set<String> ids) throws InterruptedException {
      while (!ended.containsAll(ids)) {
        var next = new CountDownLatch(1);
        more = next;
        if (!ended.containsAll(ids) && !next.await(60, TimeUnit.SECONDS)) {
          throw new Trouble("no task has ended for 60 s: is a worker ready? gm nodes");
        }
      }
    }

    double pickupMillis(String id) {
      return Optional.ofNullable(started.get(id))
          .map(at -> Duration.between(submitted.getOrDefault(id, at), at).toNanos() / 1e6)
          .orElse(Double.NaN);
    }
  }
}
