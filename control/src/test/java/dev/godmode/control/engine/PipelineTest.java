package dev.godmode.control.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.FleetEvent.FleetStopped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PipelineTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private static Batch batch(String... reasons) {
    var batch = new Batch();
    for (var reason : reasons) {
      batch.add(NOON, "owner", List.of(new FleetStopped(reason)));
    }
    return batch;
  }

  private static List<Event> events(Optional<Batch> batch) {
    return batch.orElseThrow().events().stream().map(Batch.Decided::event).toList();
  }

  @Test
  void what_comes_while_the_disk_is_busy_is_taken_together_and_in_order()
      throws InterruptedException {
    var pipeline = new Pipeline(10);
    pipeline.put(batch("first"));
    pipeline.put(batch("second", "third"));

    var taken = pipeline.take(LONG);

    assertThat(events(taken))
        .containsExactly(
            new FleetStopped("first"), new FleetStopped("second"), new FleetStopped("third"));
    assertThat(pipeline.take(Duration.ZERO)).isEmpty();
  }

  @Test
  void what_would_be_too_much_waits_for_the_next_time() throws InterruptedException {
    var pipeline = new Pipeline(2);
    pipeline.put(batch("first", "second"));
    var later = Thread.startVirtualThread(() -> put(pipeline, batch("third")));

    assertThat(events(pipeline.take(LONG))).hasSize(2);
    assertThat(events(pipeline.take(LONG))).containsExactly(new FleetStopped("third"));
    later.join();
  }

  @Test
  void what_is_larger_than_the_limit_waits_alone() throws InterruptedException {
    var pipeline = new Pipeline(2);
    pipeline.put(batch("first", "second", "third"));

    assertThat(events(pipeline.take(LONG))).hasSize(3);
  }

  @Test
  void nothing_is_lost_or_overtaken_between_two_threads()
      throws InterruptedException, ExecutionException {
    var pipeline = new Pipeline(7);
    var all = new ArrayList<Event>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var puts =
          threads.submit(
              () -> {
                for (var i = 0; i < 1_000; i++) {
                  put(pipeline, batch("n" + i));
                }
              });
      while (all.size() < 1_000) {
        all.addAll(events(pipeline.take(LONG)));
      }
      puts.get();
    }

    assertThat(all).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(all.getLast()).isEqualTo(new FleetStopped("n999"));
  }

  private static void put(Pipeline pipeline, Batch batch) {
    try {
      pipeline.put(batch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
