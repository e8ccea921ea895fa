package dev.godmode.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** One look at all processes is enough for all programs of a moment. */
class ProcessCensusTest {

  private long nanos;
  private int counts;

  private final ProcessCensus census =
      new ProcessCensus(
          () -> Map.of(7L, new SessionUse(100, ++counts), 8L, new SessionUse(200, counts)),
          () -> nanos);

  @Test
  void all_who_ask_within_a_moment_share_one_count() {
    assertThat(census.use(7)).isEqualTo(new SessionUse(100, 1));
    nanos += ProcessCensus.FRESH.toNanos() - 1;
    assertThat(census.use(8)).isEqualTo(new SessionUse(200, 1));
  }

  @Test
  void a_later_look_sees_what_is_so_then() {
    census.use(7);
    nanos += ProcessCensus.FRESH.toNanos();
    assertThat(census.use(7)).isEqualTo(new SessionUse(100, 2));
  }

  @Test
  void a_session_that_is_over_uses_nothing() {
    assertThat(census.use(9)).isEqualTo(new SessionUse(0, 0));
  }

  @Test
  void this_process_is_counted_in_its_session() {
    assertThat(ProcessTree.sessions().values().stream().mapToLong(SessionUse::residentBytes).sum())
        .isPositive();
  }
}
