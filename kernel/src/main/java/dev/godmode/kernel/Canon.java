package dev.godmode.kernel;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.event.FleetEvent.DocumentEvent;
import dev.godmode.protocol.event.FleetEvent.DocumentsDistrusted;
import dev.godmode.protocol.event.FleetEvent.SnapshotTaken;
import java.util.Optional;

/**
 * What the kernel knows of the canonical documents; what is in them is elsewhere.
 *
 * @param newest the last snapshot that was taken; empty before the first one
 */
public record Canon(Optional<SnapshotMark> newest) {

  static final Canon NONE = new Canon(Optional.empty());

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

  Canon after(DocumentEvent event) {
    return switch (event) {
      case SnapshotTaken e -> new Canon(Optional.of(e.mark()));
      case DocumentsDistrusted _ -> this;
    };
  }
}
