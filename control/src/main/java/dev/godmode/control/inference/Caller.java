package dev.godmode.control.inference;

import dev.godmode.protocol.task.AttemptKey;
import java.util.Optional;

/**
 * Who asks a model.
 *
 * @param who as the ledger names them
 * @param attempt whose program it is; empty for people
 * @param agent its type; empty for people
 * @param stream of its task; empty for people
 */
public record Caller(String who, Optional<AttemptKey> attempt, String agent, String stream) {

  public static Caller person(String name) {
    return new Caller(name, Optional.empty(), "", "");
  }
}
