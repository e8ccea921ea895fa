package dev.godmode.testkit.sim;

import static dev.godmode.testkit.sim.Promises.require;

import dev.godmode.protocol.document.Proposal;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.event.FleetEvent.DocumentEvent;
import dev.godmode.protocol.event.FleetEvent.DocumentsDistrusted;
import dev.godmode.protocol.event.FleetEvent.ProposalAccepted;
import dev.godmode.protocol.event.FleetEvent.ProposalApplied;
import dev.godmode.protocol.event.FleetEvent.ProposalConflicted;
import dev.godmode.protocol.event.FleetEvent.ProposalLapsed;
import dev.godmode.protocol.event.FleetEvent.ProposalMade;
import dev.godmode.protocol.event.FleetEvent.ProposalRejected;
import dev.godmode.protocol.event.FleetEvent.SnapshotTaken;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold of documents: numbers, and that nothing is written but what was said yes to. */
final class DocumentPromise {

  private static final int OPEN_OF_TASK_MAX = 5;

  private final Map<String, Proposal> open = new HashMap<>();
  private final Set<String> accepted = new HashSet<>();
  private Optional<SnapshotMark> snapshot = Optional.empty();

  void hold(DocumentEvent event) {
    switch (event) {
      case SnapshotTaken e -> mayBeTaken(e);
      case ProposalMade(var made) -> mayBeMade(made);
      case ProposalAccepted e -> {
        var one = decide(e.proposal());
        require(one.payload().equals(e.payload()), "%s is a yes to something else", e);
        accepted.add(e.proposal());
      }
      case ProposalRejected e -> decide(e.proposal());
      case ProposalLapsed e -> decide(e.proposal());
      case ProposalApplied e -> settle(e.proposal());
      case ProposalConflicted e -> settle(e.proposal());
      case DocumentsDistrusted _ -> {}
    }
  }

  /** No number is used twice, and what has not changed gets none. */
  private void mayBeTaken(SnapshotTaken e) {
    var before = snapshot.map(SnapshotMark::number).orElse(0L);
    require(e.mark().number() == before + 1, "%s comes after snapshot %d", e.mark(), before);
    require(
        snapshot.filter(last -> last.tree().equals(e.mark().tree())).isEmpty(),
        "%s is what the one before it was",
        e.mark());
    snapshot = Optional.of(e.mark());
  }

  private void mayBeMade(Proposal made) {
    require(
        open.values().stream().noneMatch(one -> one.payload().equals(made.payload())),
        "%s waits already",
        made);
    open.put(made.id(), made);
    require(
        open.values().stream().filter(one -> one.task().equals(made.task())).count()
            <= OPEN_OF_TASK_MAX,
        "%s is one too many",
        made);
  }

  private Proposal decide(String id) {
    var one = Optional.ofNullable(open.remove(id));
    return one.orElseThrow(() -> new Violation("proposal %s is not open".formatted(id)));
  }

  private void settle(String id) {
    require(accepted.remove(id), "proposal %s was not accepted", id);
  }
}
