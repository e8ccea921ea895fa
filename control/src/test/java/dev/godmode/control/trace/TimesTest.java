package dev.godmode.control.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimesTest {

  private static final Times WHOLE = Times.of(at(10), at(20));

  private static Instant at(int second) {
    return Instant.parse("2026-11-27T12:00:00Z").plusSeconds(second);
  }

  private static Times open(int begin) {
    return new Times(at(begin), Optional.empty());
  }

  @Test
  void what_is_within_its_whole_stays_as_it_is() {
    assertThat(Times.of(at(12), at(15)).within(WHOLE)).isEqualTo(Times.of(at(12), at(15)));
    assertThat(Times.of(at(10), at(20)).within(WHOLE)).isEqualTo(WHOLE);
  }

  @Test
  void what_a_clock_puts_before_or_after_its_whole_is_moved_and_lasts_as_long() {
    assertThat(Times.of(at(7), at(9)).within(WHOLE)).isEqualTo(Times.of(at(10), at(12)));
    assertThat(Times.of(at(19), at(24)).within(WHOLE)).isEqualTo(Times.of(at(15), at(20)));
    assertThat(Times.of(at(3_000), at(3_001)).within(WHOLE)).isEqualTo(Times.of(at(19), at(20)));
  }

  @Test
  void what_lasts_longer_than_its_whole_is_cut() {
    assertThat(Times.of(at(5), at(40)).within(WHOLE)).isEqualTo(WHOLE);
  }

  @Test
  void what_ends_before_it_begins_took_no_time() {
    assertThat(Times.of(at(15), at(12)).within(WHOLE)).isEqualTo(Times.of(at(15), at(15)));
  }

  @Test
  void an_end_that_was_never_told_is_that_of_the_whole() {
    assertThat(open(15).within(WHOLE)).isEqualTo(Times.of(at(15), at(20)));
    assertThat(open(25).within(WHOLE)).isEqualTo(Times.of(at(20), at(20)));
  }

  @Test
  void while_the_whole_goes_on_so_may_its_part() {
    assertThat(open(15).within(open(10))).isEqualTo(open(15));
    assertThat(open(5).within(open(10))).isEqualTo(open(10));
    assertThat(Times.of(at(5), at(7)).within(open(10))).isEqualTo(Times.of(at(10), at(12)));
  }
}
