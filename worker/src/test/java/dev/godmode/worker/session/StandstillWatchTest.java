package dev.godmode.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StandstillWatchTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMinutes(10);

  private final StandstillWatch watch = new StandstillWatch(0, START);

  @Test
  void looks_in_time_tell_nothing() {
    assertThat(watch.look(LOOK.toNanos(), START.plus(LOOK))).isEmpty();
    assertThat(watch.look(LOOK.toNanos() * 2, START.plus(LOOK).plus(LOOK))).isEmpty();
  }

  @Test
  void a_process_that_was_stopped_sees_both_clocks_go_on() {
    assertThat(watch.look(LONG.toNanos(), START.plus(LONG))).contains(LONG);
  }

  @Test
  void a_machine_that_slept_sees_only_the_wall_go_on() {
    assertThat(watch.look(LOOK.toNanos(), START.plus(LONG))).contains(LONG);
  }

  @Test
  void a_wall_that_was_set_back_hides_no_standstill() {
    assertThat(watch.look(LONG.toNanos(), START.minus(LONG))).contains(LONG);
  }

  @Test
  void a_wall_that_was_set_back_is_none() {
    assertThat(watch.look(LOOK.toNanos(), START.minus(LONG))).isEmpty();
  }

  @Test
  void it_is_told_once() {
    watch.look(LONG.toNanos(), START.plus(LONG));

    assertThat(watch.look(LONG.toNanos() + LOOK.toNanos(), START.plus(LONG).plus(LOOK))).isEmpty();
  }
}
