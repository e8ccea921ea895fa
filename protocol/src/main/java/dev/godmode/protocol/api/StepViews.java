package dev.godmode.protocol.api;

import dev.godmode.protocol.task.StepKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an attempt did, step by step. */
public final class StepViews {

  private StepViews() {}

  /**
   * One step.
   *
   * @param name of the model or the tool
   * @param detail which provider, what was asked of the tool
   * @param endedAt empty while it is under way, and where its end was never told
   * @param inputTokens that a model read
   * @param outputTokens that it wrote
   * @param cost in US dollars
   */
  public record StepView(
      String id,
      StepKind kind,
      String name,
      String detail,
      Instant beganAt,
      Optional<Instant> endedAt,
      boolean failed,
      Optional<Long> inputTokens,
      Optional<Long> outputTokens,
      Optional<BigDecimal> cost) {}

  /**
   * The steps of one attempt, in the order in which they began.
   *
   * @param leasedAt when its node was told
   * @param startedAt when its program began
   * @param items the first ten thousand
   * @param more whether there were more
   */
  public record StepList(
      int attempt,
      Instant leasedAt,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt,
      List<StepView> items,
      boolean more) {}
}
