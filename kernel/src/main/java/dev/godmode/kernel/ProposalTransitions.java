package dev.godmode.kernel;

import static dev.godmode.protocol.document.ProposalState.ACCEPTED;
import static dev.godmode.protocol.document.ProposalState.APPLIED;
import static dev.godmode.protocol.document.ProposalState.CONFLICTED;
import static dev.godmode.protocol.document.ProposalState.LAPSED;
import static dev.godmode.protocol.document.ProposalState.OPEN;
import static dev.godmode.protocol.document.ProposalState.REJECTED;

import dev.godmode.protocol.document.ProposalState;
import dev.godmode.protocol.event.FleetEvent.ProposalAccepted;
import dev.godmode.protocol.event.FleetEvent.ProposalApplied;
import dev.godmode.protocol.event.FleetEvent.ProposalConflicted;
import dev.godmode.protocol.event.FleetEvent.ProposalEvent;
import dev.godmode.protocol.event.FleetEvent.ProposalLapsed;
import dev.godmode.protocol.event.FleetEvent.ProposalRejected;
import java.util.List;

/** Every legal move of a proposal, and the event that makes it. */
final class ProposalTransitions {

  /** One legal move. */
  record Move(ProposalState from, Class<? extends ProposalEvent> event, ProposalState to) {}

  static final List<Move> LEGAL =
      List.of(
          new Move(OPEN, ProposalAccepted.class, ACCEPTED),
          new Move(OPEN, ProposalRejected.class, REJECTED),
          new Move(OPEN, ProposalLapsed.class, LAPSED),
          new Move(ACCEPTED, ProposalApplied.class, APPLIED),
          new Move(ACCEPTED, ProposalConflicted.class, CONFLICTED));

  private ProposalTransitions() {}

  /**
   * Where an event takes a proposal.
   *
   * @throws IllegalStateException when that is in no row: a fault of the kernel
   */
  static ProposalState after(ProposalState from, ProposalEvent event) {
    return LEGAL.stream()
        .filter(move -> move.from() == from && move.event() == event.getClass())
        .map(Move::to)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "illegal move of proposal %s: %s from %s"
                        .formatted(event.proposal(), event.getClass().getSimpleName(), from)));
  }
}
