package dev.godmode.protocol.api;

import dev.godmode.protocol.document.SnapshotMark;
import java.time.Instant;
import java.util.Optional;

/**
 * How a node stands to the newest snapshot of the documents.
 *
 * @param held what its attempts get
 * @param behindSince since when it has not had the newest one
 * @param trouble why it has not, when that is not a matter of time
 */
public record DocumentStanding(
    Freshness freshness,
    Optional<SnapshotMark> held,
    Optional<Instant> behindSince,
    Optional<String> trouble) {

  /** Whether what it has is the newest. */
  public enum Freshness {
    FRESH,
    /** It is on its way. */
    PULLING,
    /** It should have come by now. */
    STALE,
    /** The node has not said, or takes none. */
    UNKNOWN
  }
}
