package dev.godmode.control.trace;

import static dev.godmode.control.trace.TracedTask.ID;
import static dev.godmode.control.trace.TracedTask.at;
import static dev.godmode.control.trace.TracedTask.bash;
import static dev.godmode.control.trace.TracedTask.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.step.Step;
import dev.godmode.kernel.task.AttemptBuilder;
import dev.godmode.protocol.task.AgentWork;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Tokens;
import dev.godmode.protocol.trace.Span;
import dev.godmode.protocol.trace.SpanKind;
import dev.godmode.protocol.trace.TraceContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttemptSpansTest {

  private static List<Span> spans(Step... steps) {
    return AttemptSpans.of(TracedTask.ended(), TracedTask.second(), List.of(steps));
  }

  private static Span only(SpanKind kind, Step... steps) {
    return spans(steps).stream().filter(span -> span.kind() == kind).findFirst().orElseThrow();
  }

  @Test
  void an_attempt_is_a_part_of_its_task_and_its_steps_are_parts_of_it() {
    var spans = spans(model(22, 8), bash(31, Optional.of(at(40))));

    assertThat(spans)
        .extracting(Span::kind)
        .containsExactly(
            SpanKind.ATTEMPT,
            SpanKind.READY,
            SpanKind.MODEL,
            SpanKind.TOOL,
            SpanKind.CHECK,
            SpanKind.CHECK);
    var attempt = spans.getFirst();
    assertThat(attempt.at()).isEqualTo(TraceContext.of(TracedTask.key()));
    assertThat(attempt.parent()).contains(TraceContext.of(ID).span());
    assertThat(attempt.facts())
        .containsEntry("node", "atlas")
        .containsEntry("fence", "12")
        .containsEntry("outcome", "succeeded");
    assertThat(spans.subList(1, spans.size()))
        .allSatisfy(part -> assertThat(part.parent()).contains(attempt.at().span()));
    assertThat(spans).extracting(Span::at).doesNotHaveDuplicates();
  }

  @Test
  void a_call_of_a_model_tells_what_it_took_and_cost() {
    var span = only(SpanKind.MODEL, model(22, 8));

    assertThat(span.name()).isEqualTo("qwen3-8b");
    assertThat(span.facts()).containsEntry("provider", "local");
    assertThat(span.inputTokens()).contains(1_204L);
    assertThat(span.outputTokens()).contains(96L);
    assertThat(span.cost()).contains(new BigDecimal("0.0042"));
  }

  @Test
  void nothing_that_a_program_was_given_or_gave_is_told() {
    assertThat(spans(model(22, 8), bash(31, Optional.empty())).toString())
        .doesNotContain(TracedTask.PRIVATE);
  }

  @Test
  void a_step_that_never_ended_lasts_as_long_as_its_attempt() {
    var span = only(SpanKind.TOOL, bash(31, Optional.empty()));

    assertThat(span.endedAt()).contains(at(60));
    assertThat(span.failed()).isTrue();
  }

  @Test
  void a_step_that_another_clock_puts_outside_is_moved_and_says_so() {
    var span = only(SpanKind.MODEL, model(12, 4));

    assertThat(span.beganAt()).isEqualTo(at(20));
    assertThat(span.endedAt()).contains(at(24));
    assertThat(span.moved()).contains(Duration.ofSeconds(8));
    assertThat(only(SpanKind.MODEL, model(22, 4)).moved()).isEmpty();
  }

  @Test
  void its_checks_ran_one_after_the_other_before_its_end() {
    var checks = spans().stream().filter(span -> span.kind() == SpanKind.CHECK).toList();

    assertThat(checks).extracting(Span::name).containsExactly("spelling", "links");
    assertThat(checks).extracting(Span::beganAt).containsExactly(at(55), at(57));
    assertThat(checks)
        .extracting(Span::endedAt)
        .containsExactly(Optional.of(at(57)), Optional.of(at(60)));
  }

  @Test
  void what_its_program_told_counts_where_nothing_was_measured() {
    var work =
        new AgentWork(
            Optional.empty(), new Tokens(10, 5, 7), Optional.of("0.5 USD"), Optional.empty());
    var report = AttemptReport.of(Ending.AGENT_FAILED).build().of(work);
    var attempt = AttemptBuilder.from(TracedTask.second()).report(Optional.of(report)).build();

    var told = AttemptSpans.of(TracedTask.ended(), attempt, List.of()).getFirst();
    var measured = AttemptSpans.of(TracedTask.ended(), attempt, List.of(model(22, 8))).getFirst();

    assertThat(told.inputTokens()).contains(15L);
    assertThat(told.cost()).contains(new BigDecimal("0.5"));
    assertThat(told.failed()).isTrue();
    assertThat(told.facts()).containsEntry("cause", "agent");
    assertThat(measured.inputTokens()).isEmpty();
    assertThat(measured.cost()).isEmpty();
  }

  @Test
  void ten_thousand_steps_are_ten_thousand_spans() {
    var steps = IntStream.range(0, 10_000).mapToObj(i -> step("many-" + i)).toList();

    var spans = AttemptSpans.of(TracedTask.ended(), TracedTask.second(), steps);

    assertThat(
            spans.stream().filter(span -> span.kind() == SpanKind.MODEL).map(Span::at).distinct())
        .hasSize(10_000);
  }

  private static Step step(String id) {
    var model = model(22, 1);
    return Step.over(model.attempt(), id, model.kind(), model.name(), "local", model.beganAt());
  }
}
