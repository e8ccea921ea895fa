package dev.godmode.server.identity;

import static java.util.stream.Collectors.joining;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.godmode.control.access.Scope;
import dev.godmode.control.credential.AttemptClaims;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.recent.RecentMap;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Attempts' credentials as signed text: JWTs (RFC 7519) of the shape of SPIFFE's JWT-SVID, signed
 * with ES256. Says whether a text is one of ours and has not ended; whether the lease behind it
 * lives is another question.
 */
public final class AttemptTokens {

  /** No credential is good for longer. */
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  /** So far ahead of ours the clock of the control that made it may be. */
  static final Duration SKEW = Duration.ofSeconds(30);

  /** Whom a credential is meant for: this API and nothing else. */
  public static final String AUDIENCE = "godmode-api";

  /** Ours have some 700 characters. */
  static final int TOKEN_MAX_CHARS = 4_096;

  private static final int REMEMBERED_MAX = 20_000;

  /** What a text turned out to be. */
  public sealed interface Reading {}

  /** One of ours, and in time. */
  public record Good(AttemptClaims claims) implements Reading {}

  /** It is not, in words for the ledger. */
  public record Bad(String why) implements Reading {}

  private record Verified(String keyId, AttemptClaims claims) {}

  private final SigningKeys keys;
  private final String domain;
  private final InstantSource clock;

  /**
   * Texts that were signed here, or whose signatures were right: checking one costs a thousand
   * times what all else does, and a program shows the same one again and again. Only the signature
   * is remembered; the key, the time and the lease are asked each time.
   */
  private final Map<String, Verified> remembered =
      Collections.synchronizedMap(RecentMap.byAge(REMEMBERED_MAX));

  /**
   * Tokens of one fleet.
   *
   * @param fleet the fingerprint of its authority: credentials of another fleet are not ours
   */
  public AttemptTokens(SigningKeys keys, String fleet, InstantSource clock) {
    this.keys = keys;
    this.domain = "spiffe://%s.godmode.internal".formatted(fleet.substring(0, 16));
    this.clock = clock;
  }

  public String mint(AttemptClaims claims) {
    try {
      var key = keys.signer();
      var header =
          new JWSHeader.Builder(JWSAlgorithm.ES256)
              .type(JOSEObjectType.JWT)
              .keyID(key.getKeyID())
              .build();
      var token = new SignedJWT(header, written(claims));
      token.sign(new ECDSASigner(key));
      var text = token.serialize();
      understood(text, key.getKeyID(), token.getJWTClaimsSet());
      return text;
    } catch (JOSEException | ParseException e) {
      throw new IllegalStateException("a credential could not be signed", e);
    }
  }

  private JWTClaimsSet written(AttemptClaims claims) {
    var attempt = claims.attempt();
    return new JWTClaimsSet.Builder()
        .jwtID(claims.id())
        .issuer(issuer())
        .subject(subject(claims))
        .audience(AUDIENCE)
        .issueTime(Date.from(claims.issuedAt()))
        .notBeforeTime(Date.from(claims.issuedAt()))
        .expirationTime(Date.from(claims.expiresAt()))
        .claim("task", attempt.task().value())
        .claim("attempt", attempt.number())
        .claim("fence", attempt.fence())
        .claim("node", claims.node().value())
        .claim("agent", claims.agent())
        .claim("stream", claims.stream())
        .claim("scope", claims.scopeText())
        .build();
  }

  private String issuer() {
    return domain + "/control";
  }

  /** A SPIFFE id may hold few characters; what is exact stands in claims of its own. */
  private String subject(AttemptClaims claims) {
    return "%s/agent/%s/task/%s/attempt/%d"
        .formatted(
            domain,
            claims.agent().replaceAll("[^A-Za-z0-9._-]", "_"),
            claims.attempt().task(),
            claims.attempt().number());
  }

  /** What a text is. */
  public Reading read(String token) {
    if (token.length() > TOKEN_MAX_CHARS) {
      return new Bad("longer than any credential");
    }
    var known = remembered.get(token);
    if (known == null) {
      return readAnew(token);
    }
    return keys.verifier(known.keyId()).isPresent()
        ? inTime(known.claims())
        : new Bad("signed with a key that was rotated out");
  }

  private Reading readAnew(String token) {
    try {
      var jwt = SignedJWT.parse(token);
      if (!isCanonical(jwt, token)) {
        return new Bad("not a credential");
      }
      var wrong = wrong(jwt.getHeader());
      if (wrong.isPresent()) {
        return new Bad(wrong.get());
      }
      var key = keys.verifier(jwt.getHeader().getKeyID());
      if (key.isEmpty()) {
        return new Bad("signed with a key that is not ours, or was rotated out");
      }
      if (!jwt.verify(new ECDSAVerifier(key.get()))) {
        return new Bad("its signature is wrong");
      }
      return understood(token, key.get().getKeyID(), jwt.getJWTClaimsSet());
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return new Bad("not a credential");
    }
  }

  /**
   * Base64 has more than one text for the same bytes, and the parser forgives what stands around
   * the parts; ours is one text, and counts alone.
   */
  private static boolean isCanonical(SignedJWT jwt, String token) {
    var parts = jwt.getParsedParts();
    return token.equals(Arrays.stream(parts).map(Base64URL::toString).collect(joining(".")))
        && Arrays.stream(parts)
            .allMatch(part -> Base64URL.encode(part.decode()).toString().equals(part.toString()));
  }

  /** A header may name a key and say what it is; whatever else it asks for is a trick. */
  private static Optional<String> wrong(JWSHeader header) {
    if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())) {
      return Optional.of("signed by %s, not by ES256".formatted(header.getAlgorithm()));
    }
    return header.getKeyID() != null
            && Set.of("alg", "kid", "typ").equals(header.getIncludedParams())
        ? Optional.empty()
        : Optional.of("its header says more, or less, than ours do");
  }

  private Reading understood(String token, String keyId, JWTClaimsSet set) throws ParseException {
    if (!List.of(AUDIENCE).equals(set.getAudience())) {
      return new Bad("made for another audience");
    }
    var claims = claims(set);
    if (!issuer().equals(set.getIssuer()) || !subject(claims).equals(set.getSubject())) {
      return new Bad("made by another fleet");
    }
    remembered.put(token, new Verified(keyId, claims));
    return inTime(claims);
  }

  private Reading inTime(AttemptClaims claims) {
    var now = clock.instant();
    if (!claims.expiresAt().isAfter(now)) {
      return new Bad("expired");
    }
    if (claims.issuedAt().isAfter(now.plus(SKEW))) {
      return new Bad("made in the future: a clock is wrong");
    }
    return claims.expiresAt().isAfter(claims.issuedAt().plus(LIFETIME))
        ? new Bad("good for longer than a credential may be")
        : new Good(claims);
  }

  private static AttemptClaims claims(JWTClaimsSet set) throws ParseException {
    return new AttemptClaims(
        text(set, "jti"),
        new AttemptKey(
            new TaskId(text(set, "task")),
            Math.toIntExact(number(set, "attempt")),
            number(set, "fence")),
        new NodeId(text(set, "node")),
        text(set, "agent"),
        text(set, "stream"),
        scopes(text(set, "scope")),
        time(set.getIssueTime()),
        time(set.getExpirationTime()));
  }

  private static String text(JWTClaimsSet set, String name) throws ParseException {
    var value = set.getStringClaim(name);
    if (value == null) {
      throw new ParseException("there is no " + name, 0);
    }
    return value;
  }

  private static long number(JWTClaimsSet set, String name) throws ParseException {
    var value = set.getLongClaim(name);
    if (value == null) {
      throw new ParseException("there is no " + name, 0);
    }
    return value;
  }

  private static Instant time(@Nullable Date date) throws ParseException {
    if (date == null) {
      throw new ParseException("a time is missing", 0);
    }
    return date.toInstant();
  }

  /** A word that this control does not know allows nothing here. */
  private static Set<Scope> scopes(String words) {
    return Arrays.stream(words.split(" ", -1))
        .flatMap(word -> Scope.of(word).stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
