package dev.godmode.protocol.inference;

import dev.godmode.protocol.task.AttemptKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * What somebody asked of a model, through one provider, in some seconds: one record for many calls.
 *
 * @param who as the ledger names them: {@code attempt:TASK#N/FENCE}, or a person
 * @param attempt whose program it was; empty for people
 * @param agent its type; empty for people
 * @param stream of its task; empty for people
 * @param calls how many
 * @param failed how many of them brought no whole answer
 * @param inputTokens as the provider counted them, or as they were estimated
 * @param cost by the price table; zero where the model has no price
 * @param currency of the price table, "USD"
 * @param took of all calls together
 */
public record ModelUse(
    String who,
    Optional<AttemptKey> attempt,
    String agent,
    String stream,
    String model,
    String provider,
    int calls,
    int failed,
    long inputTokens,
    long outputTokens,
    BigDecimal cost,
    String currency,
    Duration took) {

  /** Whether both may be told of as one. */
  public boolean isLike(ModelUse other) {
    return who.equals(other.who) && model.equals(other.model) && provider.equals(other.provider);
  }

  /** Both together. */
  public ModelUse plus(ModelUse more) {
    return new ModelUse(
        who,
        attempt,
        agent,
        stream,
        model,
        provider,
        calls + more.calls,
        failed + more.failed,
        inputTokens + more.inputTokens,
        outputTokens + more.outputTokens,
        cost.add(more.cost),
        currency,
        took.plus(more.took));
  }
}
