package dev.godmode.control.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final AtomicReference<Instant> wall = new AtomicReference<>(NOON);
  private final AtomicLong nanos = new AtomicLong();
  private final SteadyClock clock = new SteadyClock(wall::get, nanos::get);

  @Test
  void it_advances_with_the_monotonic_clock() {
    pass(Duration.ofSeconds(90));

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(90));
  }

  @Test
  void a_wall_clock_set_back_by_an_hour_does_not_move_it() {
    pass(Duration.ofSeconds(5));
    wall.set(NOON.minus(Duration.ofHours(1)));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(6));
  }

  @Test
  void after_a_sleep_it_follows_the_wall() {
    wall.set(NOON.plus(Duration.ofHours(8)));

    assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofHours(8)));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofHours(8)).plusSeconds(1));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    wall.updateAndGet(shown -> shown.plus(time));
  }
}
