package dev.godmode.server.identity;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** One-time codes by which a browser gets a session. They live in memory: a restart voids them. */
public final class LoginCodes {

  public static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 8;
  private static final int OPEN_MAX = 20;

  /** A code that was given out. */
  public record Issued(String code, Instant expires) {}

  private final SecureRandom random;
  private final InstantSource clock;

  private record Open(String person, Instant expires) {}

  private final SequencedMap<String, Open> open = new LinkedHashMap<>();

  public LoginCodes(SecureRandom random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /** A new code for a person, XXXX-XXXX. Of too many open ones the oldest is void. */
  public synchronized Issued issue(String person) {
    var digits = new StringBuilder();
    for (var i = 0; i < LENGTH; i++) {
      digits.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    if (open.size() >= OPEN_MAX) {
      open.pollFirstEntry();
    }
    var expires = clock.instant().plus(LIFETIME);
    open.put(Secrets.sha256(digits.toString()), new Open(person, expires));
    return new Issued(digits.insert(LENGTH / 2, '-').toString(), expires);
  }

  /** Whose code it is; empty when it is not good, and it is not a second time. */
  public synchronized Optional<String> redeem(String typed) {
    return Optional.ofNullable(open.remove(Secrets.sha256(normal(typed))))
        .filter(code -> code.expires().isAfter(clock.instant()))
        .map(Open::person);
  }

  /** The person's codes are void. */
  public synchronized void revoke(String person) {
    open.values().removeIf(code -> code.person().equals(person));
  }

  /** As people type it: with or without the dash, in any case, O for 0, I and L for 1. */
  private static String normal(String typed) {
    return typed
        .toUpperCase(Locale.ROOT)
        .replaceAll("[\\s-]", "")
        .replace('O', '0')
        .replace('I', '1')
        .replace('L', '1');
  }
}
