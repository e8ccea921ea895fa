package dev.godmode.server.identity;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The code by which another control gets the fleet's authority. There is one at a time, it works
 * once and for ten minutes, and lives in memory only: a restart voids it.
 */
public final class StandbyCodes {

  public static final Duration LIFETIME = Duration.ofMinutes(10);

  /** A secret that was given out. */
  public record Issued(String secret, Instant expires) {}

  private record Open(String hash, Instant expires) {}

  private final SecureRandom random;
  private final InstantSource clock;
  private Optional<Open> open = Optional.empty();

  public StandbyCodes(SecureRandom random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /** A new secret; the one before is void. */
  public synchronized Issued issue() {
    var secret = Secrets.fresh(random);
    var expires = clock.instant().plus(LIFETIME);
    open = Optional.of(new Open(Secrets.sha256(secret), expires));
    return new Issued(secret, expires);
  }

  /** Whether the secret is good; it is not a second time. */
  public synchronized boolean redeem(String shown) {
    var good =
        open.filter(issued -> Secrets.same(issued.hash(), Secrets.sha256(shown)))
            .filter(issued -> issued.expires().isAfter(clock.instant()))
            .isPresent();
    if (good) {
      open = Optional.empty();
    }
    return good;
  }
}
