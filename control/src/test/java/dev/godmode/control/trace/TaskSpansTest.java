package dev.godmode.control.trace;

import static dev.godmode.control.trace.TracedTask.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.task.AttemptBuilder;
import dev.godmode.kernel.task.TaskBuilder;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.trace.Span;
import dev.godmode.protocol.trace.TraceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskSpansTest {

  private static String words(Span span) {
    var begin = span.beganAt().getEpochSecond() - at(0).getEpochSecond();
    var end = span.endedAt().map(Instant::getEpochSecond).map(s -> s - at(0).getEpochSecond());
    return "%s %d-%s".formatted(span.kind(), begin, end.map(String::valueOf).orElse(""));
  }

  private static List<String> words(List<Span> spans) {
    return spans.stream().map(TaskSpansTest::words).toList();
  }

  @Test
  void a_task_is_one_span_from_when_it_was_handed_in_to_its_end() {
    var span = TaskSpans.whole(TracedTask.ended());

    assertThat(span.at()).isEqualTo(TraceContext.of(TracedTask.ID));
    assertThat(span.parent()).isEmpty();
    assertThat(span.name()).isEqualTo("build the docs");
    assertThat(words(span)).isEqualTo("TASK 0-60");
    assertThat(span.failed()).isFalse();
    assertThat(span.facts())
        .containsEntry("outcome", "succeeded")
        .containsEntry("agent", "writer")
        .containsEntry("attempts", "2")
        .containsEntry("roadmap", "42");
    assertThat(span.toString()).doesNotContain(TracedTask.PRIVATE);
  }

  @Test
  void what_it_waited_for_before_an_attempt_has_no_holes() {
    var task = TracedTask.ended();

    assertThat(words(TaskSpans.before(task, TracedTask.first()))).containsExactly("QUEUED 0-3");
    assertThat(words(TaskSpans.before(task, TracedTask.second())))
        .containsExactly("PENDING 10-15", "QUEUED 15-20");
    assertThat(TaskSpans.before(task, TracedTask.second()))
        .allSatisfy(
            span -> assertThat(span.parent()).contains(TraceContext.of(TracedTask.ID).span()));
  }

  @Test
  void what_it_waits_for_now_goes_on() {
    var task = TracedTask.in(new TaskPhase.Queued(at(70)));

    assertThat(words(TaskSpans.since(task))).containsExactly("PENDING 60-70", "QUEUED 70-");
    assertThat(words(TaskSpans.since(TracedTask.in(new TaskPhase.Held("")))))
        .containsExactly("PENDING 60-");
    assertThat(TaskSpans.whole(task).endedAt()).isEmpty();
  }

  @Test
  void a_task_that_ended_with_its_attempt_waited_for_nothing_then() {
    assertThat(TaskSpans.since(TracedTask.ended())).isEmpty();
  }

  @Test
  void a_task_that_was_never_tried_was_pending_all_the_time() {
    var task = TaskBuilder.from(TracedTask.ended()).attempts(List.of()).attemptsMade(0).build();

    assertThat(words(TaskSpans.since(task))).containsExactly("PENDING 0-60");
  }

  @Test
  void of_an_attempt_before_which_nothing_is_known_only_its_slot_was_waited_for() {
    var third = AttemptBuilder.from(TracedTask.second()).number(9).build();
    var task = TracedTask.ended();

    assertThat(words(TaskSpans.before(task, third))).containsExactly("QUEUED 15-20");
    var old = AttemptBuilder.from(third).queuedAt(Optional.empty()).build();
    assertThat(TaskSpans.before(task, old)).isEmpty();
  }

  @Test
  void spans_of_different_attempts_are_different_ones() {
    var task = TracedTask.ended();

    assertThat(TaskSpans.before(task, TracedTask.first()))
        .extracting(Span::at)
        .doesNotContainAnyElementsOf(
            TaskSpans.before(task, TracedTask.second()).stream().map(Span::at).toList());
  }
}
