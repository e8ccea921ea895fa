package dev.godmode.control.ledger;

import dev.godmode.protocol.api.Totals.Total;
import dev.godmode.protocol.api.Totals.TotalsBy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Adds up what was spent and what came in, exactly. */
public interface SpendingBook {

  /** How far it has followed the journal. */
  long position();

  /** Takes lines in and moves the position; a line whose id is known counts once. */
  void add(long position, List<Spending> lines);

  /**
   * Sums by a group and a currency, by name; days newest first.
   *
   * @param to exclusive
   */
  List<Total> totals(TotalsBy by, Optional<Instant> from, Optional<Instant> to);
}
