package dev.godmode.protocol.task;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What an agent's program told of its work, by its driver.
 *
 * @param session the program's own name for the conversation, by which it can be taken up again
 * @param cost exact, "0.0123 USD", as the program told it; empty when it did not
 * @param limitedUntil when the limit of use that it ran into ends
 */
public record AgentWork(
    Optional<String> session,
    Tokens tokens,
    Optional<String> cost,
    Optional<Instant> limitedUntil) {

  public AgentWork {
    tokens = Objects.requireNonNullElse(tokens, Tokens.NONE);
  }
}
