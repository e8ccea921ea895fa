package dev.godmode.control.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));
  private final InstantSource clock = time::get;
  private final TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(1));

  @Test
  void ids_of_one_millisecond_are_distinct_and_sorted() {
    var made = Stream.generate(ids::next).limit(10_000).toList();

    assertThat(made).doesNotHaveDuplicates().isSorted().allMatch(id -> id.matches("[0-9a-z]{13}"));
  }

  @Test
  void a_later_id_sorts_behind_an_earlier_one() {
    var early = ids.next();
    time.set(time.get().plusMillis(1));

    assertThat(ids.next()).isGreaterThan(early);
  }

  @Test
  void ids_go_on_growing_when_the_clock_goes_back() {
    var before = ids.next();
    time.set(time.get().minusSeconds(3600));

    assertThat(ids.next()).isGreaterThan(before);
  }
}
