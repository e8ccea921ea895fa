package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.cli.BenchCommand.Figures;
import dev.godmode.cli.BenchCommand.Pickup;
import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.LedgerLine;
import dev.godmode.protocol.api.QueueView;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.LedgerPage;
import dev.godmode.protocol.api.Requests.Submit;
import dev.godmode.protocol.api.Requests.Submitted;
import dev.godmode.protocol.api.SubmittedTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * One measurement. Times are the journal's own: what is not durable does not count. Submitting and
 * draining are kept apart by STOP, so that neither takes the other's processor.
 */
final class BenchRun {

  static final int PAYLOAD_BYTES = 200;
  static final int CONNECTIONS = 8;

  private static final int BATCH = 2_000;

  /** So many that the compiler has seen the whole path, and is done with most of it. */
  private static final int WARM_UP = 100_000;

  private static final int WARM_UP_SINGLES = 4_000;

  private static final int SINGLES_MAX = 20_000;
  private static final int PICKUP_SECONDS = 10;

  /** A client that submits more than so many a second puts several into a request. */
  private static final int REQUESTS_PER_S_MAX = 250;

  private static final int PAGE = 1_000;
  private static final Duration STUCK = Duration.ofSeconds(60);

  private final BenchPlace place;
  private final int count;
  private final List<Integer> rates;
  private final Progress progress;

  BenchRun(BenchPlace place, int count, List<Integer> rates, Progress progress) {
    this.place = place;
    this.count = count;
    this.rates = List.copyOf(rates);
    this.progress = progress;
  }

  Figures measure() throws InterruptedException {
    try (var client = place.client()) {
      progress.say("Warming up");
      submitBatches(client, WARM_UP);
      submitSingles(client, WARM_UP_SINGLES);
      awaitDrained(client);

      stop(client);
      progress.say("Submitting");
      var before = place.use();
      var batches = seconds(() -> submitBatches(client, count));
      var singles = Math.min(count, SINGLES_MAX);
      var single = seconds(() -> submitSingles(client, singles));

      progress.say("Draining");
      var from = sequence(client);
      var full = place.use();
      resume(client);
      awaitDrained(client);
      var empty = place.use();
      var drained = drainSeconds(client, from);
      var to = sequence(client);

      progress.say("Measuring pick-up");
      var pickups = new ArrayList<Pickup>();
      for (var rate : rates) {
        pickups.add(pickup(client, rate));
      }
      var after = place.use();

      progress.say("Measuring the floor");
      var floor = place.floor(from, to);
      var drainPerS = (count + singles) / drained;
      var floorPerS = (count + singles) / floor.seconds();
      return new Figures(
          count,
          count / batches,
          singles / single,
          drainPerS,
          floorPerS,
          drainPerS / floorPerS,
          pickups.getFirst(),
          pickups,
          each(used(full, empty), count + singles),
          used(before, after),
          after.rssMib());
    }
  }

  interface Work {
    void run() throws InterruptedException;
  }

  static double seconds(Work work) throws InterruptedException {
    var began = System.nanoTime();
    work.run();
    return (System.nanoTime() - began) / 1e9;
  }

  static Map<String, Double> used(BenchPlace.Use before, BenchPlace.Use after) {
    var used = new LinkedHashMap<String, Double>();
    after
        .cpuSeconds()
        .forEach(
            (process, seconds) ->
                used.put(process, seconds - before.cpuSeconds().getOrDefault(process, 0.0)));
    return used;
  }

  /** Microseconds for each of so many. */
  private static Map<String, Double> each(Map<String, Double> seconds, int times) {
    var each = new LinkedHashMap<String, Double>();
    seconds.forEach((process, used) -> each.put(process, used * 1e6 / times));
    return each;
  }

  private static SubmittedTask task() {
    return SubmittedTask.of("bench", BenchPlace.AGENT, "x".repeat(PAYLOAD_BYTES));
  }

  private static void submit(GodModeClient client, int tasks) {
    client.post(Submitted.class, API + "/tasks", new Submit(Collections.nCopies(tasks, task())));
  }

  private static void submitBatches(GodModeClient client, int tasks) throws InterruptedException {
    var batches = Math.ceilDiv(tasks, BATCH);
    side(batches, 2, i -> submit(client, Math.min(BATCH, tasks - i * BATCH)));
  }

  private static void submitSingles(GodModeClient client, int tasks) throws InterruptedException {
    side(tasks, CONNECTIONS, _ -> submit(client, 1));
  }

  /** Does it so many times, at most so many side by side; the first fault is thrown. */
  static void side(int times, int connections, IntConsumer each) throws InterruptedException {
    var room = new Semaphore(connections);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, times)
              .<Future<?>>mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            room.acquireUninterruptibly();
                            try {
                              each.accept(i);
                            } finally {
                              room.release();
                            }
                          }))
              .toList();
      for (var one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new Trouble("a submit failed: " + e.getMessage());
    }
  }

  private static void stop(GodModeClient client) {
    client.post(Done.class, API + "/stop", new Because(Optional.of("bench")));
  }

  private static void resume(GodModeClient client) {
    client.post(Done.class, API + "/resume", Map.of());
  }

  private static long sequence(GodModeClient client) {
    return client.get(QueueView.class, API + "/queue").sequence();
  }

  static void awaitDrained(GodModeClient client) throws InterruptedException {
    var moved = System.nanoTime();
    var live = Integer.MAX_VALUE;
    while (live > 0) {
      TimeUnit.MILLISECONDS.sleep(20);
      var now = client.get(QueueView.class, API + "/queue").live();
      if (now != live) {
        moved = System.nanoTime();
        live = now;
      } else if (System.nanoTime() - moved > STUCK.toNanos()) {
        throw new Trouble("%d tasks have not ended and nothing moves".formatted(live));
      }
    }
  }

  /** From the moment the fleet went on to the last end. */
  private static double drainSeconds(GodModeClient client, long from) {
    var began = times(client, "FleetResumed", from).values().iterator().next();
    var ended = newest(client, "TaskUnverified").at();
    return Duration.between(began, ended).toNanos() / 1e9;
  }

  private static LedgerLine newest(GodModeClient client, String kind) {
    return client.get(LedgerPage.class, API + "/ledger?limit=1&kind=" + kind).items().getFirst();
  }

  /** When each subject met with this kind of event, behind an entry of the journal. */
  static Map<String, Instant> times(GodModeClient client, String kind, long from) {
    var times = new HashMap<String, Instant>();
    var cursor = Optional.<String>empty();
    do {
      var page =
          client.get(
              LedgerPage.class,
              API
                  + "/ledger?limit=%d&kind=%s%s"
                      .formatted(PAGE, kind, cursor.map(at -> "&cursor=" + at).orElse("")));
      page.items().stream()
          .filter(line -> line.sequence() > from)
          .forEach(line -> times.put(line.subject(), line.at()));
      cursor =
          page.items().stream().allMatch(line -> line.sequence() > from)
              ? page.next()
              : Optional.empty();
    } while (cursor.isPresent());
    return times;
  }

  private static Pickup pickup(GodModeClient client, int rate) throws InterruptedException {
    var from = sequence(client);
    var together = Math.ceilDiv(rate, REQUESTS_PER_S_MAX);
    var began = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0L; i < (long) rate * PICKUP_SECONDS; i += together) {
        var due = began + i * TimeUnit.SECONDS.toNanos(1) / rate;
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        var _ = threads.submit(() -> submit(client, together));
      }
    }
    awaitDrained(client);
    var submitted = times(client, "TaskSubmitted", from);
    var started = times(client, "AttemptStarted", from);
    if (!started.keySet().containsAll(submitted.keySet())) {
      throw new Trouble("not every submitted task was started");
    }
    var waits =
        submitted.entrySet().stream()
            .map(entry -> Duration.between(entry.getValue(), started.get(entry.getKey())))
            .mapToDouble(wait -> wait.toNanos() / 1e6)
            .sorted()
            .toArray();
    return new Pickup(percentile(waits, 0.5), percentile(waits, 0.99), rate);
  }

  static double percentile(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
  }
}
