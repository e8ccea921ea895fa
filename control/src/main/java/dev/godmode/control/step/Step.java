package dev.godmode.control.step;

import dev.godmode.protocol.record.Buildable;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.StepKind;
import dev.godmode.protocol.trace.TraceContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A visible stage inside an attempt.
 *
 * @param id of its own in the attempt
 * @param name of the model or the tool
 * @param detail which provider, what was asked of the tool; may be empty
 * @param endedAt empty while it is under way
 * @param spent on a model
 * @param within the span of its program's own in which it was taken; empty for the attempt itself
 */
@Buildable
public record Step(
    AttemptKey attempt,
    String id,
    StepKind kind,
    String name,
    String detail,
    Instant beganAt,
    Optional<Instant> endedAt,
    boolean failed,
    Optional<Spent> spent,
    Optional<String> within) {

  /** What a model took and was paid, in tokens and US dollars. */
  public record Spent(long input, long output, BigDecimal cost) {}

  public Step {
    id = cut(id, StepLimits.NAME_MAX);
    name = cut(name, StepLimits.NAME_MAX);
    detail = cut(detail, StepLimits.DETAIL_MAX);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  /** One that is over, and cost nothing that is counted. */
  public static Step over(
      AttemptKey attempt, String id, StepKind kind, String name, String detail, Instant beganAt) {
    return StepBuilder.builder()
        .attempt(attempt)
        .id(id)
        .kind(kind)
        .name(name)
        .detail(detail)
        .beganAt(beganAt)
        .endedAt(Optional.of(beganAt))
        .build();
  }

  /** The same, which took so long. */
  public Step lasting(Duration took, boolean badly) {
    return StepBuilder.from(this).endedAt(Optional.of(beganAt.plus(took))).failed(badly).build();
  }

  /** The same, at that price. */
  public Step costing(Spent price) {
    return StepBuilder.from(this).spent(Optional.of(price)).build();
  }

  /** The same, taken within that span; one of another trace is none of its program's. */
  public Step within(Optional<TraceContext> span) {
    var own = span.filter(said -> said.isOf(attempt.task())).map(TraceContext::span);
    return StepBuilder.from(this).within(own).build();
  }
}
