package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.cli.BenchCommand.Figures;
import dev.godmode.cli.BenchCommand.Pickup;
import dev.godmode.client.GodModeClient;
import dev.godmode.client.RepeatedPost;
import dev.godmode.protocol.api.LedgerLine;
import dev.godmode.protocol.api.QueueView;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.LedgerPage;
import dev.godmode.protocol.api.Requests.Submit;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * One measurement. Times are the journal's own: what is not durable does not count. Submitting and
 * draining are kept apart by STOP, so that neither takes the other's processor.
 */
final class BenchRun {

  static final int PAYLOAD_BYTES = 200;
  static final int CONNECTIONS = 8;

  private static final int BATCH = 2_000;

  /** So many that the compiler has seen the whole path, and is done with most of it. */
  private static final int WARM_UP = 200_000;

  private static final int WARM_UP_SINGLES = 20_000;

  private static final int SINGLES_MAX = 20_000;
  private static final int PICKUP_SECONDS = 10;

  /** Of a core, all processes together. */
  private static final double QUIET = 0.15;

  private static final Duration SETTLE_MAX = Duration.ofMinutes(1);

  /** At each rate other code is hot: it goes on so long before what counts. */
  private static final int LEAD_IN_SECONDS = 4;

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
      submitBatches(WARM_UP);
      submitSingles(WARM_UP_SINGLES);
      awaitDrained(client);

      stop(client);
      progress.say("Submitting");
      var before = place.use();
      var batches = seconds(() -> submitBatches(count));
      var singles = Math.min(count, SINGLES_MAX);
      var single = seconds(() -> submitSingles(singles));

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
      var floor = place.floor(from, to, rates.stream().map(BenchRun::requests).distinct().toList());
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
          floor.commits(),
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
  static Map<String, Double> each(Map<String, Double> seconds, int times) {
    var each = new LinkedHashMap<String, Double>();
    seconds.forEach((process, used) -> each.put(process, used * 1e6 / times));
    return each;
  }

  private static SubmittedTask task() {
    return SubmittedTask.of("bench", BenchPlace.AGENT, "x".repeat(PAYLOAD_BYTES));
  }

  /** A call that submits so many. */
  private RepeatedPost submit(int tasks) {
    return place.repeated(API + "/tasks", new Submit(Collections.nCopies(tasks, task())));
  }

  private void submitBatches(int tasks) throws InterruptedException {
    var whole = submit(BATCH);
    side(tasks / BATCH, 2, _ -> whole.send());
    if (tasks % BATCH > 0) {
      submit(tasks % BATCH).send();
    }
  }

  private void submitSingles(int tasks) throws InterruptedException {
    var one = submit(1);
    side(tasks, CONNECTIONS, _ -> one.send());
  }

  /** Does it so many times, so many side by side; the first fault is thrown. */
  static void side(int times, int connections, IntConsumer each) throws InterruptedException {
    var next = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(connections)) {
      var all =
          Stream.<Callable<Object>>generate(
                  () ->
                      Executors.callable(
                          () -> {
                            for (var i = next.getAndIncrement();
                                i < times;
                                i = next.getAndIncrement()) {
                              each.accept(i);
                            }
                          }))
              .limit(connections)
              .toList();
      for (var one : threads.invokeAll(all)) {
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

  /** An index that catches up, pages that are written, a compiler: what a load leaves behind. */
  private void settle() throws InterruptedException {
    var began = System.nanoTime();
    var busy = true;
    while (busy && System.nanoTime() - began < SETTLE_MAX.toNanos()) {
      var before = place.use();
      TimeUnit.SECONDS.sleep(1);
      busy = used(before, place.use()).values().stream().mapToDouble(s -> s).sum() > QUIET;
    }
  }

  private Pickup pickup(GodModeClient client, int rate) throws InterruptedException {
    settle();
    submitEvenly(rate, LEAD_IN_SECONDS);
    awaitDrained(client);
    var from = sequence(client);
    submitEvenly(rate, PICKUP_SECONDS);
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

  /** A second. */
  private static int requests(int rate) {
    return Math.min(rate, REQUESTS_PER_S_MAX);
  }

  private void submitEvenly(int rate, int seconds) throws InterruptedException {
    var together = Math.ceilDiv(rate, REQUESTS_PER_S_MAX);
    var request = submit(together);
    var began = System.nanoTime();
    try (var threads = Executors.newCachedThreadPool()) {
      for (var i = 0L; i < (long) rate * seconds; i += together) {
        var due = began + i * TimeUnit.SECONDS.toNanos(1) / rate;
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        var _ = threads.submit(request::send);
      }
    }
  }

  static double percentile(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
  }
}
