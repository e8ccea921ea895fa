package dev.godmode.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.godmode.control.access.Scope;
import dev.godmode.control.credential.AttemptClaims;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.server.ShiftedClock;
import dev.godmode.server.identity.AttemptTokens.Bad;
import dev.godmode.server.identity.AttemptTokens.Good;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that are no credentials, however much they look like ones. */
class AttemptTokensTest {

  private static final String FLEET = "0123456789abcdef0123";

  @TempDir Path home;
  private final ShiftedClock clock = new ShiftedClock();
  private SigningKeys keys;
  private AttemptTokens tokens;

  @BeforeEach
  void open() {
    keys = SigningKeys.open(file(), new SecureRandom(), clock);
    tokens = new AttemptTokens(keys, FLEET, clock);
  }

  private Path file() {
    return home.resolve("keys.json");
  }

  private AttemptClaims claims() {
    return claims(clock.instant().truncatedTo(ChronoUnit.SECONDS), AttemptTokens.LIFETIME);
  }

  private static AttemptClaims claims(Instant issued, Duration lifetime) {
    return new AttemptClaims(
        "credential-1",
        new AttemptKey(new TaskId("task1"), 2, 7),
        new NodeId("node1"),
        "builder",
        "shop",
        Set.of(Scope.TASKS_READ, Scope.LOGS_READ),
        issued,
        issued.plus(lifetime));
  }

  private String why(String token) {
    assertThat(tokens.read(token)).isInstanceOf(Bad.class);
    return ((Bad) tokens.read(token)).why();
  }

  /** A text signed with our own key, of claims and a header of the test's choice. */
  private String forged(
      ECKey key, UnaryOperator<JWTClaimsSet.Builder> body, UnaryOperator<JWSHeader.Builder> head) {
    try {
      var honest = SignedJWT.parse(tokens.mint(claims()));
      var header =
          head.apply(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .type(JOSEObjectType.JWT)
                  .keyID(key.getKeyID()));
      var token =
          new SignedJWT(
              header.build(),
              body.apply(new JWTClaimsSet.Builder(honest.getJWTClaimsSet())).build());
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException | ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_credential_says_what_it_was_made_for() throws Exception {
    var claims = claims();

    var token = tokens.mint(claims);

    assertThat(tokens.read(token)).isEqualTo(new Good(claims));
    var body = SignedJWT.parse(token).getJWTClaimsSet();
    assertThat(body.getSubject())
        .isEqualTo("spiffe://0123456789abcdef.godmode.internal/agent/builder/task/task1/attempt/2");
    assertThat(body.getAudience()).containsExactly("godmode-api");
    assertThat(body.getStringClaim("scope")).isEqualTo("tasks:read logs:read");
  }

  @Test
  void one_that_was_made_before_a_restart_counts_after_it() {
    var claims = claims();
    var token = tokens.mint(claims);

    var restarted = new AttemptTokens(keys, FLEET, clock);

    assertThat(restarted.read(token)).isEqualTo(new Good(claims));
  }

  @Test
  void one_with_blanks_around_it_is_none() {
    var token = tokens.mint(claims());

    for (var text : List.of(" " + token, token + "\n", "\0" + token)) {
      assertThat(why(text)).isEqualTo("not a credential");
    }
  }

  @Test
  void one_without_a_signature_is_none() throws Exception {
    var honest = SignedJWT.parse(tokens.mint(claims()));

    var unsigned = new PlainJWT(honest.getJWTClaimsSet()).serialize();
    var parts = tokens.mint(claims()).split("\\.", -1);
    var none = base64("{\"alg\":\"none\"}") + "." + parts[1] + ".";

    assertThat(why(unsigned)).isEqualTo("not a credential");
    assertThat(why(none)).isEqualTo("not a credential");
    assertThat(why(parts[0] + "." + parts[1] + ".")).isNotEmpty();
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void our_public_key_is_no_password() throws Exception {
    var honest = SignedJWT.parse(tokens.mint(claims()));
    var secret = keys.signer().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(keys.signer().getKeyID()).build(),
            honest.getJWTClaimsSet());
    token.sign(new MACSigner(secret));

    assertThat(why(token.serialize())).contains("signed by HS256");
  }

  @Test
  void a_key_that_it_brings_itself_is_not_looked_at() throws Exception {
    var own = new ECKeyGenerator(Curve.P_256).keyID("mine").generate();
    var ours = keys.signer();

    var brought = forged(own, body -> body, head -> head.jwk(own.toPublicJWK()));
    var smuggled = forged(ours, body -> body, head -> head.jwkURL(URI.create("http://evil")));
    var critical = forged(ours, body -> body, head -> head.criticalParams(Set.of("b64")));
    var pretended = forged(own, body -> body, head -> head.keyID(ours.getKeyID()));

    assertThat(why(brought)).contains("header");
    assertThat(why(smuggled)).isNotEmpty();
    assertThat(why(critical)).isNotEmpty();
    assertThat(why(pretended)).isEqualTo("its signature is wrong");
  }

  @Test
  void one_for_somebody_else_is_not_for_us() {
    var ours = keys.signer();

    assertThat(why(forged(ours, body -> body.audience("bank"), head -> head)))
        .isEqualTo("made for another audience");
    assertThat(why(forged(ours, body -> body.issuer("spiffe://other/control"), head -> head)))
        .isEqualTo("made by another fleet");
    assertThat(why(forged(ours, body -> body.claim("agent", "autopilot"), head -> head)))
        .isEqualTo("made by another fleet");
    assertThat(why(forged(ours, body -> body.claim("fence", null), head -> head)))
        .isEqualTo("not a credential");
  }

  @Test
  void one_ends_after_fifteen_minutes_at_the_latest() {
    var token = tokens.mint(claims());

    clock.advance(Duration.ofMinutes(14));
    assertThat(tokens.read(token)).isInstanceOf(Good.class);
    clock.advance(Duration.ofMinutes(1));

    assertThat(why(token)).isEqualTo("expired");
  }

  @Test
  void one_that_claims_to_be_good_for_longer_is_refused() {
    var token =
        forged(
            keys.signer(),
            body -> body.expirationTime(Date.from(clock.instant().plus(Duration.ofDays(1)))),
            head -> head);

    assertThat(why(token)).isEqualTo("good for longer than a credential may be");
  }

  @Test
  void a_clock_a_little_ahead_is_forgiven_and_one_far_ahead_is_not() {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);

    assertThat(tokens.read(tokens.mint(claims(now.plusSeconds(20), Duration.ofMinutes(5)))))
        .isInstanceOf(Good.class);
    assertThat(why(tokens.mint(claims(now.plusSeconds(60), Duration.ofMinutes(5)))))
        .contains("future");
  }

  @Test
  void a_rotated_key_counts_until_its_last_credential_has_ended() throws Exception {
    var before = tokens.mint(claims());
    var old = SignedJWT.parse(before).getHeader().getKeyID();

    keys.rotate();
    var after = tokens.mint(claims());

    assertThat(SignedJWT.parse(after).getHeader().getKeyID()).isNotEqualTo(old);
    assertThat(tokens.read(before)).isInstanceOf(Good.class);
    assertThat(Json.tree(keys.published()).get("keys")).hasSize(2);
    clock.advance(Duration.ofMinutes(16));
    assertThat(why(before)).contains("rotated out");
    assertThat(Json.tree(keys.published()).get("keys")).hasSize(1);
  }

  @Test
  void a_key_is_rotated_by_itself_after_a_week() throws Exception {
    var first = SignedJWT.parse(tokens.mint(claims())).getHeader().getKeyID();

    clock.advance(SigningKeys.SIGNS_FOR);

    assertThat(SignedJWT.parse(tokens.mint(claims())).getHeader().getKeyID()).isNotEqualTo(first);
  }

  @Test
  void keys_survive_a_restart_and_are_for_controls_eyes_only() throws Exception {
    var token = tokens.mint(claims());

    var again =
        new AttemptTokens(SigningKeys.open(file(), new SecureRandom(), clock), FLEET, clock);

    assertThat(again.read(token)).isInstanceOf(Good.class);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(keys.published()).doesNotContain("\"d\"");
  }

  @Test
  void one_that_is_too_long_is_not_even_read() {
    assertThat(why(tokens.mint(claims()) + "A".repeat(5_000))).contains("longer");
  }

  @Test
  void whatever_is_changed_in_it_or_made_up_lets_nobody_in() {
    var token = tokens.mint(claims());
    var random = new Random(7);
    var letters = "ABCDEFGHIJabcdefghij0123456789-_.={}\" \n\u0000é";

    for (var i = 0; i < 3_000; i++) {
      var text = new StringBuilder(i % 2 == 0 ? token : token.substring(0, 3 + random.nextInt(90)));
      for (var changes = 1 + random.nextInt(4); changes > 0; changes--) {
        text.setCharAt(
            random.nextInt(text.length()), letters.charAt(random.nextInt(letters.length())));
      }
      if (!text.toString().equals(token)) {
        assertThat(tokens.read(text.toString())).isInstanceOf(Bad.class);
      }
    }
  }
}
