package dev.godmode.worker.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResetTimeTest {

  private static Optional<Instant> in(String words) {
    return ResetTime.in(words, Briefs.NOW, ZoneOffset.UTC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          You've hit your 5-hour limit · resets 3:09am (UTC); 2026-11-26T03:09:00Z
          You've hit your limit · resets 8pm; 2026-11-26T20:00:00Z
          You've hit your limit · resets 1am; 2026-11-27T01:00:00Z
          You've hit your weekly limit · resets Nov 29 at 9am (Europe/Berlin); 2026-11-29T08:00:00Z
          limit · resets Jan 2, 9am; 2027-01-02T09:00:00Z
          or try again at 3:02 AM.; 2026-11-26T03:02:00Z
          try again at Nov 27th, 2026 12:05 PM.; 2026-11-27T12:05:00Z
          try again in 2 days 3 hours 5 minutes.; 2026-11-28T05:05:00Z
          Please try again in 20s; 2026-11-26T02:00:20Z
          Claude AI usage limit reached|1795662590; 2026-11-26T03:09:50Z
          resets 12am; 2026-11-27T00:00:00Z
          """)
  void the_end_of_a_limit_is_read_out_of_what_programs_say(String words, Instant expected) {
    assertThat(in(words)).contains(expected);
  }

  @Test
  void words_without_a_time_tell_none() {
    assertThat(in("usage limit reached")).isEmpty();
    assertThat(in("try again later")).isEmpty();
    assertThat(in("resets 99pm")).isEmpty();
    assertThat(in("resets Feb 31 at 9am")).isEmpty();
    assertThat(in("resets 9am (Nowhere/Land)")).isEmpty();
  }
}
