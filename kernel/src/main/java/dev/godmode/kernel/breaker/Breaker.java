package dev.godmode.kernel.breaker;

import dev.godmode.protocol.event.FleetEvent.BreakerOpened;
import dev.godmode.protocol.record.Buildable;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.FailureRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A route on which nothing is placed for a while, because attempts failed alike there. When that
 * time is over one attempt may try it; the others go on when that one did not fail.
 *
 * @param reason what they said, in a sentence
 * @param until when one may try
 * @param probes how many tried and failed
 * @param patience a try that has run for so long has not failed in the same way
 * @param probe who tries just now
 */
@Buildable
public record Breaker(
    String id,
    FailureRoute route,
    String fingerprint,
    String reason,
    Instant openedAt,
    Instant until,
    int probes,
    Duration patience,
    Optional<AttemptKey> probe) {

  static Breaker opened(BreakerOpened event, Instant at) {
    return BreakerBuilder.builder()
        .id(event.breaker())
        .route(event.route())
        .fingerprint(event.fingerprint())
        .reason(event.reason())
        .openedAt(at)
        .until(event.until())
        .patience(event.patience())
        .build();
  }

  /** Whether an attempt may be made now. */
  public boolean admits(Instant now) {
    return probe.isEmpty() && !now.isBefore(until);
  }

  Breaker probedBy(Optional<AttemptKey> attempt) {
    return BreakerBuilder.from(this).probe(attempt).build();
  }

  Breaker staysOpen(Instant longer) {
    return BreakerBuilder.from(this)
        .until(longer)
        .probes(probes + 1)
        .probe(Optional.empty())
        .build();
  }
}
