package dev.godmode.protocol.inference;

import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.trace.TraceContext;
import java.util.Optional;

/**
 * Who asks a model.
 *
 * @param who as the ledger names them
 * @param attempt whose program it is; empty for people
 * @param agent its type; empty for people
 * @param stream of its task; empty for people
 * @param span in which it asks, where its program tells one
 */
public record Caller(
    String who,
    Optional<AttemptKey> attempt,
    String agent,
    String stream,
    Optional<TraceContext> span) {

  /** One that tells no span. */
  public Caller(String who, Optional<AttemptKey> attempt, String agent, String stream) {
    this(who, attempt, agent, stream, Optional.empty());
  }

  public static Caller person(String name) {
    return new Caller(name, Optional.empty(), "", "");
  }
}
