package dev.godmode.control.step;

import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.StepKind;
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
 */
public record Step(
    AttemptKey attempt,
    String id,
    StepKind kind,
    String name,
    String detail,
    Instant beganAt,
    Optional<Instant> endedAt,
    boolean failed,
    Optional<Spent> spent) {

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
    return new Step(
        attempt, id, kind, name, detail, beganAt, Optional.of(beganAt), false, Optional.empty());
  }

  /** The same, which took so long. */
  public Step lasting(Duration took, boolean badly) {
    return new Step(
        attempt, id, kind, name, detail, beganAt, Optional.of(beganAt.plus(took)), badly, spent);
  }

  /** The same, at that price. */
  public Step costing(Spent price) {
    return new Step(attempt, id, kind, name, detail, beganAt, endedAt, failed, Optional.of(price));
  }
}
