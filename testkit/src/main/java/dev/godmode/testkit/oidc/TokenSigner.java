package dev.godmode.testkit.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Signs a provider's tokens, rightly or in a way that nobody may fall for. */
final class TokenSigner {

  private static final int BITS = 2048;

  /** Nobody publishes it. */
  private static final int STRANGERS = 0;

  /** Made once a process: each takes up to a second, and every test has a provider of its own. */
  private static final Map<Integer, RSAKey> MADE = new ConcurrentHashMap<>();

  private int number = 1;
  private RSAKey key = made(number);

  private static RSAKey made(int number) {
    return MADE.computeIfAbsent(number, TokenSigner::fresh);
  }

  private static RSAKey fresh(int number) {
    try {
      return new RSAKeyGenerator(BITS)
          .keyID("key-" + number)
          .algorithm(JWSAlgorithm.RS256)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on another key signs, and the one before is published no more. */
  synchronized void rotate() {
    number++;
    key = made(number);
  }

  /** The public keys. */
  synchronized String published() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  synchronized String sign(JWTClaimsSet claims, ScriptedProvider.Signing how, String secret) {
    try {
      return switch (how) {
        case RIGHT -> signed(claims, key);
        case STRANGER ->
            signed(claims, new RSAKey.Builder(made(STRANGERS)).keyID(key.getKeyID()).build());
        case NONE -> new PlainJWT(claims).serialize();
        case SECRET -> {
          var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
          token.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
          yield token.serialize();
        }
      };
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(JWTClaimsSet claims, RSAKey by) throws JOSEException {
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build();
    var token = new SignedJWT(header, claims);
    token.sign(new RSASSASigner(by));
    return token.serialize();
  }
}
