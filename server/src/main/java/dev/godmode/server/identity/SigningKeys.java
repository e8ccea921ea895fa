package dev.godmode.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.godmode.protocol.json.Json;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys that attempts' credentials are signed with: the newest signs, the ones before are kept
 * until the last credential that they signed has ended. In a file that only control's user can
 * read.
 */
public final class SigningKeys {

  /** A key signs for so long, if nobody asks for a new one before. */
  static final Duration SIGNS_FOR = Duration.ofDays(7);

  private static final int KEPT_MAX = 16;

  private record Kept(Instant madeAt, Map<String, Object> key) {}

  private record Book(List<Kept> keys) {}

  private record Key(Instant madeAt, ECKey key) {}

  private final PrivateFile file;
  private final SecureRandom random;
  private final InstantSource clock;

  /** Oldest first; never empty. */
  private volatile List<Key> keys;

  private SigningKeys(PrivateFile file, SecureRandom random, InstantSource clock) {
    this.file = file;
    this.random = random;
    this.clock = clock;
    this.keys = file.read().map(SigningKeys::load).orElseGet(List::of);
    if (keys.isEmpty()) {
      rotate();
    }
  }

  /**
   * Opens the keys kept in a file, or makes the first one.
   *
   * @throws IllegalStateException when the file is damaged
   */
  public static SigningKeys open(Path path, SecureRandom random, InstantSource clock) {
    return new SigningKeys(new PrivateFile(path), random, clock);
  }

  private static List<Key> load(String text) {
    var all = new ArrayList<Key>();
    for (var kept : Json.read(Book.class, text).keys()) {
      try {
        all.add(new Key(kept.madeAt(), ECKey.parse(kept.key())));
      } catch (ParseException e) {
        throw new IllegalStateException(
            "the keys that sign credentials cannot be read: delete control/credential-keys.json,"
                + " new ones are made",
            e);
      }
    }
    return List.copyOf(all);
  }

  /** The key that signs now; a new one when the last one has signed long enough. */
  ECKey signer() {
    var newest = keys.getLast();
    if (newest.madeAt().plus(SIGNS_FOR).isAfter(clock.instant())) {
      return newest.key();
    }
    rotate();
    return keys.getLast().key();
  }

  /** The key of that id, while credentials that it signed may be about. */
  Optional<ECKey> verifier(String id) {
    return current().map(Key::key).filter(key -> key.getKeyID().equals(id)).findFirst();
  }

  /** The public halves (RFC 7517), for whoever wants to verify for itself. */
  public String published() {
    return new JWKSet(current().map(Key::key).<JWK>map(key -> key).toList()).toString(true);
  }

  /** A key counts until the last credential has ended that was made before its successor. */
  private Stream<Key> current() {
    var all = keys;
    var now = clock.instant();
    return Stream.iterate(0, i -> i < all.size(), i -> i + 1)
        .filter(
            i ->
                i == all.size() - 1
                    || all.get(i + 1)
                        .madeAt()
                        .plus(AttemptTokens.LIFETIME)
                        .plus(AttemptTokens.SKEW)
                        .isAfter(now))
        .map(all::get);
  }

  /** From now on another key signs. */
  public synchronized void rotate() {
    try {
      var fresh =
          new ECKeyGenerator(Curve.P_256)
              .secureRandom(random)
              .keyUse(KeyUse.SIGNATURE)
              .keyIDFromThumbprint(true)
              .generate();
      var all = new ArrayList<>(current().toList());
      all.add(new Key(clock.instant(), fresh));
      var next = List.copyOf(all.subList(Math.max(0, all.size() - KEPT_MAX), all.size()));
      file.write(
          Json.write(
              new Book(
                  next.stream()
                      .map(key -> new Kept(key.madeAt(), key.key().toJSONObject()))
                      .toList())));
      keys = next;
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java runtime makes P-256 keys", e);
    }
  }
}
