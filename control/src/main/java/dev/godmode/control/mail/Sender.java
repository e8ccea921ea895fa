package dev.godmode.control.mail;

import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.util.Optional;

/**
 * Who wrote a message, as their credential says.
 *
 * @param who as the ledger names them
 * @param attempt whose program it was; empty for people
 * @param agent its type; empty for people
 */
public record Sender(String who, Optional<AttemptKey> attempt, String agent) {

  public Optional<TaskId> task() {
    return attempt.map(AttemptKey::task);
  }

  /** Where answers go. */
  Address address() {
    return task().map(Address::task).orElse(Address.PEOPLE);
  }
}
