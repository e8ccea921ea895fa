package dev.godmode.kernel.node;

import dev.godmode.protocol.node.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A node's signs of life: never in the journal, gone with a restart.
 *
 * @param countedFrom from when its silence counts: when it was heard, or later when for a while
 *     nobody could be
 * @param closedAt when its stream closed; empty while it is open, or not known to have closed
 */
public record NodeSigns(
    Instant heardAt, Instant countedFrom, Usage usage, Optional<Instant> closedAt) {

  public static NodeSigns heard(Instant at, Usage usage) {
    return new NodeSigns(at, at, usage, Optional.empty());
  }

  /** How long it has been silent, as far as that counts. */
  public Duration silence(Instant now) {
    return Duration.between(countedFrom, now);
  }

  /** How long its stream has been closed; zero while it is open. */
  public Duration closedFor(Instant now) {
    return closedAt.map(at -> Duration.between(at, now)).orElse(Duration.ZERO);
  }

  NodeSigns closed(Instant at) {
    return new NodeSigns(heardAt, countedFrom, usage, Optional.of(at));
  }

  NodeSigns later(Duration leap) {
    return new NodeSigns(
        heardAt.plus(leap), countedFrom.plus(leap), usage, closedAt.map(at -> at.plus(leap)));
  }

  NodeSigns countedAnew(Instant from) {
    return new NodeSigns(heardAt, from, usage, Optional.empty());
  }
}
