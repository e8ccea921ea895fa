package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.cli.BenchCommand.Pickup;
import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.QueueView;
import dev.godmode.protocol.api.Requests.Submitted;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A task that is submitted to be measured, in a stream that can be told from others. */
record BenchTask(String name, String agentType, String stream, String goal) {

  private static final Duration STUCK = Duration.ofSeconds(60);

  /** Submits so many in one request. */
  static List<String> submit(GodModeClient client, String agentType, String stream, int tasks) {
    var task = new BenchTask("bench", agentType, stream, "x".repeat(BenchRun.PAYLOAD_BYTES));
    return client
        .post(Submitted.class, API + "/tasks", Map.of("tasks", Collections.nCopies(tasks, task)))
        .tasks()
        .stream()
        .map(Object::toString)
        .toList();
  }

  /**
   * Submits one task after the other to a stream, evenly, whatever else goes on; by the journal's
   * times, how long each waited for its start.
   */
  static Pickup pickup(GodModeClient client, String stream, int rate, int seconds)
      throws InterruptedException {
    var from = client.get(QueueView.class, API + "/queue").sequence();
    var ours = ConcurrentHashMap.<String>newKeySet();
    var began = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < rate * seconds; i++) {
        var due = began + i * TimeUnit.SECONDS.toNanos(1) / rate;
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        var _ = threads.submit(() -> ours.addAll(submit(client, BenchPlace.AGENT, stream, 1)));
      }
    }
    if (ours.size() < rate * seconds) {
      throw new Trouble(
          "%d of %d submits were refused".formatted(rate * seconds - ours.size(), rate * seconds));
    }
    var submitted = BenchRun.times(client, "TaskSubmitted", from);
    var started = started(client, ours, from);
    var waits =
        ours.stream()
            .map(task -> Duration.between(submitted.get(task), started.get(task)))
            .mapToDouble(wait -> wait.toNanos() / 1e6)
            .sorted()
            .toArray();
    return new Pickup(BenchRun.percentile(waits, 0.5), BenchRun.percentile(waits, 0.99), rate);
  }

  private static Map<String, Instant> started(GodModeClient client, Set<String> ours, long from)
      throws InterruptedException {
    var began = System.nanoTime();
    while (true) {
      var started = BenchRun.times(client, "AttemptStarted", from);
      if (started.keySet().containsAll(ours)) {
        return started;
      }
      if (System.nanoTime() - began > STUCK.toNanos()) {
        throw new Trouble("not every submitted task was started");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
