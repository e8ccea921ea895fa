package dev.godmode.control.ledger;

import dev.godmode.control.ledger.PlacedEntry.Place;
import dev.godmode.protocol.money.Money;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Tokens;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of the books.
 *
 * @param id said again, it counts once
 * @param model empty for what a person entered
 * @param calls of the model
 * @param money below zero when it was paid; empty when no price is known
 */
public record Spending(
    long sequence,
    Instant at,
    String id,
    Source source,
    Optional<AttemptKey> attempt,
    Place place,
    String model,
    Tokens tokens,
    long calls,
    Optional<Money> money) {

  /** Who says so. */
  public enum Source {
    /** Control measured it. */
    METERED,
    /** The agent's program says so; it counts where nothing was measured of its attempt. */
    TOLD,
    /** A person entered it. */
    ENTERED
  }
}
