package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.api.TraceView;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.trace.Span;
import dev.godmode.protocol.trace.SpanBuilder;
import dev.godmode.protocol.trace.SpanKind;
import dev.godmode.protocol.trace.TraceContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceCommandTest {

  private static final TaskId TASK = new TaskId("01a3k5m7p9r1t");
  private static final TraceContext ROOT = TraceContext.of(TASK);

  private static Instant at(double second) {
    return Instant.parse("2026-11-27T12:00:00Z").plusMillis((long) (second * 1000));
  }

  private static SpanBuilder span(SpanKind kind, String name, double began, double ended) {
    return SpanBuilder.builder()
        .at(ROOT.child(name))
        .kind(kind)
        .name(name)
        .beganAt(at(began))
        .endedAt(Optional.of(at(ended)));
  }

  private static TraceView trace(Optional<Instant> end, boolean more) {
    return new TraceView(
        ROOT.trace(),
        List.<Span>of(
            span(SpanKind.TASK, "build the docs", 0, 83)
                .endedAt(end)
                .facts(Map.of("outcome", end.isPresent() ? "failed" : "running"))
                .build(),
            span(SpanKind.QUEUED, "waits for a slot", 0, 11).build(),
            span(SpanKind.ATTEMPT, "attempt 1", 11, 83)
                .endedAt(end)
                .facts(Map.of("node", "atlas", "outcome", "checks_failed"))
                .build(),
            span(SpanKind.MODEL, "claude-sonnet-5", 13, 40)
                .inputTokens(Optional.of(121_204L))
                .outputTokens(Optional.of(1_096L))
                .cost(Optional.of(new BigDecimal("0.00420")))
                .build(),
            span(SpanKind.TOOL, "Bash", 40, 70).failed(true).build(),
            span(
                    SpanKind.CHECK,
                    "a check with a name that is longer than a line of it has room",
                    70,
                    83)
                .build()),
        more);
  }

  @Test
  void a_task_is_a_waterfall_that_fits_a_terminal() {
    var words = TraceCommand.words(trace(Optional.of(at(83)), false), at(100));

    assertThat(words.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(words)
        .isEqualTo(
            """
            build the docs  failed, 83 s
            trace %s

            FROM   TOOK  TIME              WHAT
            0.0 s  11 s  ██··············  waits for a slot
            11 s   72 s  ··██████████████  attempt 1 on atlas: checks failed
            13 s   27 s  ··█████·········    claude-sonnet-5: 121,204 in, 1,096 out, $0.0042
            40 s   30 s  ·······██████···    Bash ✗
            70 s   13 s  ·············███    a check with a name that is longer than a line…
            """
                .formatted(ROOT.trace()));
  }

  @Test
  void what_goes_on_says_so() {
    var words = TraceCommand.words(trace(Optional.empty(), true), at(100));

    assertThat(words).contains("running, 100 s so far").contains("89 s…").contains("gm task steps");
  }
}
