package dev.godmode.control.document;

import dev.godmode.protocol.document.SnapshotMark;
import java.util.Optional;

/** What the journal knows of snapshots: their numbers, which nobody can take back. */
public interface DocumentLedger {

  Optional<SnapshotMark> newest();

  /** Gives a new tree its number; the same tree keeps the one that it has. */
  SnapshotMark take(String tree, int documents, String author);

  /** Writes down that something is not what was signed. */
  void distrust(String where, String what);
}
