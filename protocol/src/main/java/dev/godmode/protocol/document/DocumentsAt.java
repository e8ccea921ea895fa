package dev.godmode.protocol.document;

import java.util.Optional;

/**
 * What a node that takes documents has of them.
 *
 * @param held the snapshot that its attempts get; empty for none
 * @param trouble why it is not the newest one, when that is not a matter of time
 */
public record DocumentsAt(Optional<SnapshotMark> held, Optional<String> trouble) {

  public static final DocumentsAt NONE = new DocumentsAt(Optional.empty(), Optional.empty());
}
