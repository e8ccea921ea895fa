package dev.godmode.kernel;

import dev.godmode.protocol.document.Proposal;
import dev.godmode.protocol.document.ProposalState;
import java.time.Instant;

/**
 * A proposal and what has become of it.
 *
 * @param since when it came into its state
 * @param by who brought it there
 * @param note why
 */
public record Proposed(
    Proposal proposal, ProposalState state, Instant madeAt, Instant since, String by, String note) {

  Proposed now(ProposalState next, Instant at, String who, String why) {
    return new Proposed(proposal, next, madeAt, at, who, why);
  }
}
