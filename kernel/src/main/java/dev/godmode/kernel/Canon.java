package dev.godmode.kernel;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.ProposalState;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.event.FleetEvent.DocumentEvent;
import dev.godmode.protocol.event.FleetEvent.DocumentsDistrusted;
import dev.godmode.protocol.event.FleetEvent.ProposalAccepted;
import dev.godmode.protocol.event.FleetEvent.ProposalApplied;
import dev.godmode.protocol.event.FleetEvent.ProposalConflicted;
import dev.godmode.protocol.event.FleetEvent.ProposalEvent;
import dev.godmode.protocol.event.FleetEvent.ProposalLapsed;
import dev.godmode.protocol.event.FleetEvent.ProposalMade;
import dev.godmode.protocol.event.FleetEvent.ProposalRejected;
import dev.godmode.protocol.event.FleetEvent.SnapshotTaken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the kernel knows of the canonical documents; what is in them is elsewhere.
 *
 * @param newest the last snapshot that was taken; empty before the first one
 * @param proposals the live ones and a few that were decided last, oldest first
 */
public record Canon(Optional<SnapshotMark> newest, List<Proposed> proposals) {

  static final Canon NONE = new Canon(Optional.empty(), List.of());

  /** Decided ones that are remembered; the ledger has them all. */
  static final int DECIDED_KEPT = 50;

  public Canon {
    // Tables from before there were proposals have none.
    proposals = List.copyOf(Objects.requireNonNullElse(proposals, List.of()));
  }

  /** The number of the snapshot after the newest. */
  long nextNumber() {
    return newest.map(SnapshotMark::number).orElse(0L) + 1;
  }

  /** Whether there can have been such a snapshot: a node may say anything. */
  boolean mayHaveBeen(SnapshotMark mark) {
    return newest
        .filter(last -> mark.number() > 0 && mark.number() <= last.number())
        .filter(last -> mark.number() < last.number() || mark.equals(last))
        .filter(_ -> mark.tree().matches(ContentHash.PATTERN))
        .isPresent();
  }

  public Optional<Proposed> proposal(String id) {
    return proposals.stream().filter(one -> one.proposal().id().equals(id)).findFirst();
  }

  /** Those that wait for a person. */
  public Stream<Proposed> open() {
    return proposals.stream().filter(one -> one.state() == ProposalState.OPEN);
  }

  Canon after(DocumentEvent event, Instant at) {
    return switch (event) {
      case SnapshotTaken e -> new Canon(Optional.of(e.mark()), proposals);
      case DocumentsDistrusted _ -> this;
      case ProposalMade(var made) -> {
        var all = new ArrayList<>(proposals);
        all.add(new Proposed(made, ProposalState.OPEN, at, at, made.author(), ""));
        yield new Canon(newest, all);
      }
      case ProposalEvent e -> moved(e, at);
    };
  }

  private Canon moved(ProposalEvent event, Instant at) {
    var all = new ArrayList<Proposed>();
    for (var one : proposals) {
      all.add(one.proposal().id().equals(event.proposal()) ? moved(one, event, at) : one);
    }
    var decided = all.stream().filter(one -> one.state().isTerminal()).toList();
    if (decided.size() > DECIDED_KEPT) {
      all.remove(decided.getFirst());
    }
    return new Canon(newest, all);
  }

  private static Proposed moved(Proposed before, ProposalEvent event, Instant at) {
    var next = ProposalTransitions.after(before.state(), event);
    return switch (event) {
      case ProposalAccepted e -> before.now(next, at, e.by(), e.note());
      case ProposalRejected e -> before.now(next, at, e.by(), e.reason());
      case ProposalLapsed _ -> before.now(next, at, "", "nobody decided in time");
      case ProposalApplied _ -> before.now(next, at, before.by(), before.note());
      case ProposalMade _ -> before;
      case ProposalConflicted e -> before.now(next, at, before.by(), e.why());
    };
  }
}
