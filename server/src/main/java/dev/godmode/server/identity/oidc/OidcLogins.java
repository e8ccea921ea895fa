package dev.godmode.server.identity.oidc;

import dev.godmode.control.access.LoginProvider;
import dev.godmode.control.access.ProvenIdentity.Federated;
import dev.godmode.control.access.Roll;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.server.identity.LoginOutcome;
import dev.godmode.server.identity.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * Logins that are on their way through a browser. Each is good once, for ten minutes, in the
 * browser that began it; they live in memory, so a restart of control voids them.
 */
public final class OidcLogins {

  /** A login may take this long. */
  public static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Where providers send browsers back to. */
  public static final String CALLBACK = "/api/v1/login/oidc/callback";

  private static final int OPEN_MAX = 200;

  /** What people.yaml and secrets.yaml say now. */
  public record Given(Supplier<Roll> roll, Supplier<SecretSources> secrets) {}

  /** What came of beginning. */
  public sealed interface Beginning {}

  /**
   * A login that has begun.
   *
   * @param at where the browser goes
   * @param browser what it must show when it comes back
   */
  public record Begun(URI at, String browser) implements Beginning {}

  /** There is nobody to ask, in words for people. */
  public record NotBegun(String why) implements Beginning {

    static final NotBegun NOBODY =
        new NotBegun("this fleet has no login provider: people.yaml names one under 'login'");
  }

  /**
   * What a browser brings back.
   *
   * @param browser what it was given when it began
   */
  public record Return(
      Optional<String> state,
      Optional<String> code,
      Optional<String> error,
      Optional<String> issuer,
      Optional<String> browser) {}

  private record Open(
      OidcProvider provider,
      String nonce,
      String verifier,
      String browserHash,
      URI redirect,
      Instant until) {}

  private final Given given;
  private final SecureRandom random;
  private final InstantSource clock;
  private final SequencedMap<String, Open> open = new LinkedHashMap<>();
  private Optional<OidcProvider> last = Optional.empty();

  public OidcLogins(Given given, SecureRandom random, InstantSource clock) {
    this.given = given;
    this.random = random;
    this.clock = clock;
  }

  /** The provider's settings, when there is one. */
  public Optional<LoginProvider> settings() {
    return given.roll().get().provider();
  }

  /** The provider of now; another as soon as the file says something else. */
  synchronized Optional<OidcProvider> provider() {
    last =
        settings()
            .map(
                now ->
                    last.filter(one -> one.settings().equals(now))
                        .orElseGet(() -> new OidcProvider(now, given.secrets(), clock)));
    return last;
  }

  /**
   * Begins a login.
   *
   * @param hud the HUD's address: {@code http://127.0.0.1:5052}
   */
  public Beginning begin(URI hud) {
    return provider().map(provider -> begin(provider, hud)).orElse(NotBegun.NOBODY);
  }

  private Beginning begin(OidcProvider provider, URI hud) {
    try {
      return begun(provider, hud);
    } catch (ProviderTrouble e) {
      return new NotBegun(words(provider, e));
    }
  }

  private Begun begun(OidcProvider provider, URI hud) {
    var state = Secrets.fresh(random);
    var browser = Secrets.fresh(random);
    var login =
        new Open(
            provider,
            Secrets.fresh(random),
            Secrets.fresh(random),
            Secrets.sha256(browser),
            URI.create(hud + CALLBACK),
            clock.instant().plus(PATIENCE));
    var at = address(provider, login, state);
    remember(state, login);
    return new Begun(at, browser);
  }

  private static URI address(OidcProvider provider, Open login, String state) {
    var query = new LinkedHashMap<String, String>();
    query.put("response_type", "code");
    query.put("client_id", provider.settings().clientId());
    query.put("redirect_uri", login.redirect().toString());
    query.put("scope", provider.scopes());
    query.put("state", state);
    query.put("nonce", login.nonce());
    query.put("code_challenge", challenge(login.verifier()));
    query.put("code_challenge_method", "S256");
    var place = provider.answering().authorization();
    var joint = place.getRawQuery() == null ? "?" : "&";
    return URI.create(place + joint + ProviderCalls.form(query));
  }

  private static String challenge(String verifier) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private synchronized void remember(String state, Open login) {
    open.values().removeIf(one -> !one.until().isAfter(clock.instant()));
    if (open.size() >= OPEN_MAX) {
      open.pollFirstEntry();
    }
    open.put(Secrets.sha256(state), login);
  }

  /** A state is good once, whatever comes of it. */
  private synchronized Optional<Open> take(Optional<String> state) {
    return state
        .flatMap(text -> Optional.ofNullable(open.remove(Secrets.sha256(text))))
        .filter(one -> one.until().isAfter(clock.instant()));
  }

  /** Ends a login with what the browser brought back. */
  public LoginOutcome finish(Return back) {
    var login = take(back.state());
    if (login.isEmpty()) {
      return new LoginOutcome.Failed(
          "this login was used already, or took longer than 10 minutes: begin again");
    }
    return back.browser().map(Secrets::sha256).equals(Optional.of(login.get().browserHash()))
        ? finish(login.get(), back)
        : new LoginOutcome.Failed("this login was begun in another browser: begin again");
  }

  private LoginOutcome finish(Open login, Return back) {
    var provider = login.provider();
    try {
      requireSender(provider, back.issuer());
      if (back.error().isPresent() || back.code().isEmpty()) {
        return new LoginOutcome.Failed(
            "%s did not log you in: %s"
                .formatted(provider.settings().name(), back.error().orElse("no code came back")));
      }
      var answer =
          provider.ask(
              provider.metadata().token(),
              Map.of(
                  "grant_type", "authorization_code",
                  "code", back.code().get(),
                  "redirect_uri", login.redirect().toString(),
                  "code_verifier", login.verifier()));
      if (!answer.isGood()) {
        throw new ProviderTrouble(
            "it does not take the login: "
                + answer.field("error").orElse("HTTP " + answer.status()));
      }
      return judge(provider, provider.identity(answer, Optional.of(login.nonce())));
    } catch (ProviderTrouble e) {
      return new LoginOutcome.Failed(words(provider, e));
    }
  }

  /** Another provider's answer must not be taken for this one's (RFC 9207). */
  private static void requireSender(OidcProvider provider, Optional<String> named) {
    var own = provider.settings().issuer().toString();
    if (named.isEmpty() ? provider.metadata().namesItself() : !named.get().equals(own)) {
      throw new ProviderTrouble("the answer is not from " + own);
    }
  }

  /** Whether the file lets them in, now. */
  LoginOutcome judge(OidcProvider provider, Federated identity) {
    return given
        .roll()
        .get()
        .find(identity)
        .<LoginOutcome>map(
            line -> new LoginOutcome.In(identity, line, provider.settings().session()))
        .orElseGet(() -> new LoginOutcome.Unlisted(identity, unlisted(provider, identity)));
  }

  private static String unlisted(OidcProvider provider, Federated identity) {
    var mark =
        identity
            .email()
            .map(email -> "email: " + email)
            .orElseGet(() -> "subject: \"%s\"".formatted(identity.subject()));
    return "%s says you are %s, and nobody has let you in yet: the owner adds {%s, role: viewer} to the people of people.yaml%s"
        .formatted(
            provider.settings().name(),
            identity.name(),
            mark,
            identity.email().isEmpty() ? " (it vouches for no e-mail address of yours)" : "");
  }

  static String words(OidcProvider provider, ProviderTrouble trouble) {
    return "%s cannot log you in: %s. A code of gm login still does"
        .formatted(provider.settings().name(), trouble.getMessage());
  }
}
