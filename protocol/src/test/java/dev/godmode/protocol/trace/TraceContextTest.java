package dev.godmode.protocol.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

  private static final TaskId TASK = new TaskId("01a3k5m7p9r1t");
  private static final AttemptKey ATTEMPT = new AttemptKey(TASK, 2, 812);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @Test
  void all_of_a_task_is_in_one_trace_and_each_place_is_another() {
    var attempt = TraceContext.of(ATTEMPT);

    assertThat(attempt.trace()).isEqualTo(TraceContext.of(TASK).trace());
    assertThat(attempt.child("step a").trace()).isEqualTo(attempt.trace());
    assertThat(
            IntStream.range(0, 10_000).mapToObj(i -> attempt.child("step " + i).span()).distinct())
        .hasSize(10_000);
    assertThat(TraceContext.of(new AttemptKey(TASK, 2, 813))).isNotEqualTo(attempt);
    assertThat(TraceContext.of(new TaskId("01a3k5m7p9r1v")).trace()).isNotEqualTo(attempt.trace());
  }

  @Test
  void who_has_told_one_before_tells_the_same_for_ever() {
    assertThat(TraceContext.of(ATTEMPT).header())
        .isEqualTo("00-618d1076bb5d7df1d7c2cb366364fb6c-ee7c128231f4edfb-01");
  }

  @Test
  void what_is_written_in_a_header_is_read_there() {
    var attempt = TraceContext.of(ATTEMPT);

    assertThat(TraceContext.parse(attempt.header())).contains(attempt);
    assertThat(TraceContext.parse("00-" + TRACE + "-" + SPAN + "-00"))
        .contains(new TraceContext(TRACE, SPAN));
    assertThat(TraceContext.parse("cc-" + TRACE + "-" + SPAN + "-01-what-comes-later"))
        .as("a version to come")
        .contains(new TraceContext(TRACE, SPAN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0100",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
      })
  void a_header_that_is_none_is_as_good_as_none(String header) {
    assertThat(TraceContext.parse(header)).isEmpty();
  }
}
