package dev.godmode.control.document;

import dev.godmode.protocol.document.DocumentSnapshot;
import dev.godmode.protocol.document.SignedSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where snapshots and what is in them are kept. It does not judge: what comes out of it is verified
 * by whoever asks. Used by one thread at a time for writing, by any for reading.
 *
 * <p>What cannot be read at all is an {@link Unreadable}.
 */
public interface SnapshotStore {

  /** What is kept is damaged, in words. */
  final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Unreadable(String what, Throwable cause) {
      super(what, cause);
    }

    public Unreadable(String what) {
      super(what);
    }
  }

  /** The one that was added last. */
  Optional<SignedSnapshot> newest();

  /** The newest first. */
  List<SignedSnapshot> history(int limit);

  /** The one that was added as that number; the last such one if there are several. */
  Optional<SignedSnapshot> find(long number);

  /** A document as it is kept with that snapshot. */
  Optional<byte[]> content(long number, String path);

  /**
   * Adds a snapshot; it is the newest then. All or nothing of it is kept.
   *
   * @param contents by hash, of all its documents
   */
  void add(DocumentSnapshot snapshot, SignedSnapshot signed, Map<String, byte[]> contents);
}
