package dev.godmode.control.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.inference.Reserve.Come;
import dev.godmode.control.inference.Reserve.Never;
import dev.godmode.control.inference.Reserve.Outcome;
import dev.godmode.control.inference.Reserve.Still;
import dev.godmode.control.inference.Reserve.Wait;
import dev.godmode.control.serving.WaitingRoom.Line;
import dev.godmode.control.serving.WaitingRoom.Prospect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WaitingRoomTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicBoolean up = new AtomicBoolean();
  private final WaitingRoom room = new WaitingRoom(nanos::get);

  private void tell(boolean hopeless, String words) {
    room.tell(Map.of("llama", new Prospect(List.of("small"), hopeless, words)));
  }

  private Wait queued() {
    return room.queue("small").orElseThrow();
  }

  private CompletableFuture<Outcome> waiting(Wait wait) {
    var outcome =
        CompletableFuture.supplyAsync(
            () -> wait.await(up::get, WaitingRoom.PATIENCE), Thread::startVirtualThread);
    while (room.waiting() == 0 && !outcome.isDone()) {
      Thread.onSpinWait();
    }
    return outcome;
  }

  @Test
  void nobody_waits_for_what_no_agent_serves() {
    tell(false, "");

    assertThat(room.queue("large")).isEmpty();
  }

  @Test
  void whoever_waits_goes_on_as_soon_as_it_is_there() {
    tell(false, "");
    var outcome = waiting(queued());

    up.set(true);
    room.wake();

    assertThat(outcome.join()).isEqualTo(new Come());
    assertThat(room.waiting()).as("what is asked now does not wait").isZero();
  }

  @Test
  void whoever_comes_back_later_waits_meanwhile() {
    tell(false, "");
    var wait = queued();

    assertThat(wait.await(up::get, Duration.ZERO)).isEqualTo(new Still());
    nanos.addAndGet(MINUTE.toNanos());
    assertThat(room.line("llama")).isEqualTo(new Line(1, Optional.of(MINUTE)));

    wait.close();
    assertThat(room.line("llama")).isEqualTo(new Line(0, Optional.empty()));
  }

  @Test
  void patience_ends_and_what_was_waited_for_is_said() {
    tell(false, "");
    var outcome = waiting(queued());

    nanos.addAndGet(WaitingRoom.PATIENCE.toNanos());
    tell(false, "llama-1 on forge has been starting for 300 s");

    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Never.class,
            never -> {
              assertThat(never.fault().status()).isEqualTo(503);
              assertThat(never.fault().words())
                  .isEqualTo(
                      "no server of 'small' came up within 300 s: llama-1 on forge has been starting for 300 s");
              assertThat(never.fault().retryAfter()).isPresent();
            });
    assertThat(room.waiting()).isZero();
  }

  @Test
  void what_has_become_hopeless_is_said_at_once() {
    tell(false, "");
    var outcome = waiting(queued());

    tell(true, "no node offers gpu");

    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Never.class, never -> assertThat(never.fault().words()).endsWith("no node offers gpu"));
  }

  @Test
  void of_two_agents_that_serve_a_model_the_one_with_hope_is_waited_for() {
    room.tell(
        Map.of(
            "big", new Prospect(List.of("small"), true, "no node offers gpu"),
            "tiny", new Prospect(List.of("small"), false, "")));

    assertThat(queued().server()).isEqualTo("tiny");
  }

  @Test
  void whoever_is_interrupted_waits_no_more() throws InterruptedException {
    tell(false, "");
    var outcome = new CompletableFuture<Outcome>();
    var thread =
        Thread.startVirtualThread(
            () -> outcome.complete(queued().await(up::get, WaitingRoom.PATIENCE)));
    while (room.waiting() == 0) {
      Thread.onSpinWait();
    }

    thread.interrupt();
    thread.join();

    assertThat(outcome.join()).isInstanceOf(Never.class);
    assertThat(room.waiting()).isZero();
  }
}
