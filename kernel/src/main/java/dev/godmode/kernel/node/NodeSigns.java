package dev.godmode.kernel.node;

import dev.godmode.protocol.node.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A node's signs of life: never in the journal, gone with a restart.
 *
 * @param closedAt when its stream closed; empty while it is open, or not known to have closed
 */
public record NodeSigns(Instant heardAt, Usage usage, Optional<Instant> closedAt) {

  NodeSigns later(Duration leap) {
    return new NodeSigns(heardAt.plus(leap), usage, closedAt.map(at -> at.plus(leap)));
  }
}
