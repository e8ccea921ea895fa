package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;

import dev.godmode.kernel.Command.DistrustDocuments;
import dev.godmode.kernel.Command.TakeSnapshot;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.event.FleetEvent.DocumentsDistrusted;
import dev.godmode.protocol.event.FleetEvent.SnapshotTaken;

/** Numbers the snapshots of the canonical documents, so that an old one is recognised for ever. */
final class DocumentDesk {

  private DocumentDesk() {}

  /** The same content is no new snapshot. */
  static Reply take(Turn turn, TakeSnapshot command) {
    var canon = turn.state().fleet().canon();
    if (canon.newest().filter(mark -> mark.tree().equals(command.tree())).isEmpty()) {
      turn.emit(
          new SnapshotTaken(
              new SnapshotMark(canon.nextNumber(), command.tree()),
              command.documents(),
              command.author()));
    }
    return DONE;
  }

  static Reply distrust(Turn turn, DistrustDocuments command) {
    turn.emit(new DocumentsDistrusted(command.where(), command.what()));
    return DONE;
  }
}
