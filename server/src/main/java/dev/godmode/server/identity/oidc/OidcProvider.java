package dev.godmode.server.identity.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.godmode.control.access.LoginProvider;
import dev.godmode.control.access.ProvenIdentity.Federated;
import dev.godmode.control.secret.SecretSource.Absent;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretSource.Trouble;
import dev.godmode.control.secret.SecretSources;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One provider, as God Mode is its client. What it says of itself is asked once an hour, and before
 * somebody is sent to its pages, unless it was asked a moment ago: a button that leads to a page
 * which is not there helps nobody.
 */
final class OidcProvider {

  private static final Duration METADATA_KEPT = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofSeconds(5);
  private static final int GROUPS_MAX = 500;
  private static final int EMAIL_MAX = 254;

  private record Known(ProviderMetadata metadata, IdTokens tokens, Instant at) {}

  private record Failed(ProviderTrouble trouble, Instant at) {}

  private final LoginProvider settings;
  private final Supplier<SecretSources> secrets;
  private final InstantSource clock;
  private final ProviderCalls calls = new ProviderCalls();
  private Optional<Known> known = Optional.empty();
  private Optional<Failed> failed = Optional.empty();

  OidcProvider(LoginProvider settings, Supplier<SecretSources> secrets, InstantSource clock) {
    this.settings = settings;
    this.secrets = secrets;
    this.clock = clock;
  }

  LoginProvider settings() {
    return settings;
  }

  ProviderMetadata metadata() {
    return known(METADATA_KEPT).metadata();
  }

  /**
   * The same, of a provider that answered a moment ago.
   *
   * @throws ProviderTrouble when it did not
   */
  ProviderMetadata answering() {
    return known(MOMENT).metadata();
  }

  private synchronized Known known(Duration kept) {
    var now = clock.instant();
    if (known.filter(one -> one.at().plus(kept).isAfter(now)).isEmpty()) {
      failed
          .filter(one -> one.at().plus(MOMENT).isAfter(now))
          .ifPresent(
              one -> {
                throw one.trouble();
              });
      known = Optional.of(ask(now));
    }
    return known.orElseThrow();
  }

  private Known ask(Instant now) {
    try {
      var metadata = ProviderMetadata.of(settings.issuer(), calls);
      // Keys that are known stay known where nothing has changed.
      var tokens =
          known
              .filter(one -> one.metadata().equals(metadata))
              .map(Known::tokens)
              .orElseGet(
                  () ->
                      new IdTokens(
                          settings.issuer(), settings.clientId(), metadata.keys(), calls, clock));
      return new Known(metadata, tokens, now);
    } catch (ProviderTrouble e) {
      failed = Optional.of(new Failed(e, now));
      throw e;
    }
  }

  /** "openid email groups". */
  String scopes() {
    return String.join(
        " ", Stream.concat(Stream.of("openid"), settings.scopes().stream()).distinct().toList());
  }

  /** A call of one of its endpoints, in the client's name. */
  ProviderCalls.Answer ask(URI endpoint, Map<String, String> fields) {
    var form = new LinkedHashMap<>(fields);
    form.put("client_id", settings.clientId());
    var secret = settings.secret().map(reference -> secret(reference.name()));
    if (secret.isPresent() && metadata().takesBasic()) {
      form.remove("client_id");
      return calls.post(endpoint, form, Optional.of(basic(secret.get())));
    }
    secret.ifPresent(value -> form.put("client_secret", value));
    return calls.post(endpoint, form, Optional.empty());
  }

  private String basic(String secret) {
    var pair = ProviderCalls.encoded(settings.clientId()) + ":" + ProviderCalls.encoded(secret);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private String secret(String name) {
    return switch (secrets.get().find(name).finding()) {
      case Found(var value) -> value.reveal();
      case Absent _ ->
          throw new ProviderTrouble(
              "no source has the secret '%s' of people.yaml: the owner runs gm secrets set %s"
                  .formatted(name, name));
      case Trouble(var why, _) ->
          throw new ProviderTrouble("the secret '%s' cannot be had: %s".formatted(name, why));
    };
  }

  /** Who it is that an answer of the token endpoint speaks of. */
  Federated identity(ProviderCalls.Answer answer, Optional<String> nonce) {
    var token =
        answer
            .field("id_token")
            .orElseThrow(() -> new ProviderTrouble("it sent no token that says who this is"));
    var claims = known(METADATA_KEPT).tokens().read(token, nonce);
    var more = more(claims, answer.field("access_token"));
    return new Federated(
        settings.issuer().toString(),
        claims.getSubject(),
        email(claims, more),
        groups(claims, more));
  }

  /** Many a provider tells what it knows of somebody only when it is asked once more. */
  private Map<String, Object> more(JWTClaimsSet claims, Optional<String> access) {
    var place = metadata().userinfo();
    if ((claims.getClaim("email") != null && claims.getClaim(settings.groupsClaim()) != null)
        || access.isEmpty()
        || place.isEmpty()) {
      return Map.of();
    }
    var answer = calls.get(place.get(), access);
    if (!answer.isGood() || !answer.field("sub").equals(Optional.of(claims.getSubject()))) {
      return Map.of(); // another's, or nobody's: it counts for nothing
    }
    var all = new LinkedHashMap<String, Object>();
    answer.field("email").ifPresent(email -> all.put("email", email));
    all.put("email_verified", answer.json().path("email_verified").asBoolean(false));
    all.put(
        settings.groupsClaim(),
        ProviderMetadata.texts(answer.json().path(settings.groupsClaim())).toList());
    return all;
  }

  private static Optional<String> email(JWTClaimsSet claims, Map<String, Object> more) {
    var from = claims.getClaim("email") == null ? more : claims.getClaims();
    return Boolean.TRUE.equals(from.get("email_verified"))
            && from.get("email") instanceof String text
            && text.length() <= EMAIL_MAX
            && text.matches("[\\x21-\\x3f\\x41-\\x7e]+@[A-Za-z0-9.-]+")
        ? Optional.of(text.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private List<String> groups(JWTClaimsSet claims, Map<String, Object> more) {
    var own = claims.getClaim(settings.groupsClaim());
    return (own == null ? more.get(settings.groupsClaim()) : own) instanceof List<?> list
        ? list.stream()
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .limit(GROUPS_MAX)
            .toList()
        : List.of();
  }
}
