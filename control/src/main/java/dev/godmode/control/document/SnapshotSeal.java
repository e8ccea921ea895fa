package dev.godmode.control.document;

import dev.godmode.protocol.document.DocumentSnapshot;
import dev.godmode.protocol.document.SignedSnapshot;

/** The fleet's authority, as far as documents need it. */
public interface SnapshotSeal {

  SignedSnapshot sign(DocumentSnapshot snapshot);

  SignedSnapshot.Reading read(SignedSnapshot signed);
}
