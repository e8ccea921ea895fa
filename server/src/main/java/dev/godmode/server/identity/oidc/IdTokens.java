package dev.godmode.server.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/**
 * Checks identity tokens as OpenID Connect Core 1.0, section 3.1.3.7, wants it. The provider's keys
 * are remembered for five minutes, and asked for anew when one is not among them.
 */
final class IdTokens {

  /** So far the provider's clock and ours may be apart. */
  static final Duration SKEW = Duration.ofSeconds(30);

  private static final int SUBJECT_MAX = 255;

  /** Of key pairs only: whoever knows the client's secret must not be able to sign. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final String client;
  private final InstantSource clock;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  IdTokens(URI issuer, String client, URI keys, ProviderCalls calls, InstantSource clock) {
    this.client = client;
    this.clock = clock;
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, source(keys, calls)));
    processor.setJWTClaimsSetVerifier(new Claims(issuer, client, clock));
  }

  private static JWKSource<SecurityContext> source(URI keys, ProviderCalls calls) {
    try {
      return JWKSourceBuilder.create(
              keys.toURL(),
              url -> {
                var answer = calls.get(keys, Optional.empty());
                if (!answer.isGood()) {
                  throw new IOException("HTTP " + answer.status());
                }
                return new Resource(answer.text(), "application/json");
              })
          .refreshAheadCache(false)
          .build();
    } catch (MalformedURLException e) {
      throw new ProviderTrouble("the place of the provider's keys is no address: " + keys);
    }
  }

  /** Issuer, audience and times; the clock is handed in. */
  private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
    private final InstantSource clock;

    Claims(URI issuer, String client, InstantSource clock) {
      super(
          client,
          new JWTClaimsSet.Builder().issuer(issuer.toString()).build(),
          Set.of("sub", "iat", "exp"));
      this.clock = clock;
      setMaxClockSkew((int) SKEW.toSeconds());
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }

  /**
   * The claims of a token that is good.
   *
   * @param nonce of the login it must have been made for; empty when there was no browser between
   * @throws ProviderTrouble when it is not
   */
  JWTClaimsSet read(String token, Optional<String> nonce) {
    try {
      var claims = processor.process(token, null);
      wrong(claims, nonce)
          .ifPresent(
              why -> {
                throw new ProviderTrouble("its token is not taken: " + why);
              });
      return claims;
    } catch (KeySourceException e) {
      throw new ProviderTrouble("its keys cannot be had");
    } catch (ParseException | BadJOSEException | JOSEException e) {
      throw new ProviderTrouble("its token is not taken: " + e.getMessage());
    }
  }

  private Optional<String> wrong(JWTClaimsSet claims, Optional<String> nonce) {
    if (nonce.isPresent() && !nonce.get().equals(claims.getClaim("nonce"))) {
      return Optional.of("it was made for another login");
    }
    var authorized = claims.getClaim("azp");
    if (authorized == null ? claims.getAudience().size() > 1 : !client.equals(authorized)) {
      return Optional.of("it was made for another client");
    }
    if (claims.getIssueTime().toInstant().isAfter(clock.instant().plus(SKEW))) {
      return Optional.of("it was made in the future; is a clock wrong?");
    }
    var subject = claims.getSubject();
    return subject.isEmpty() || subject.length() > SUBJECT_MAX
        ? Optional.of("its subject has %d characters".formatted(subject.length()))
        : Optional.empty();
  }
}
