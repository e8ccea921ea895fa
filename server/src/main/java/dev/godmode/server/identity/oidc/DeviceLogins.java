package dev.godmode.server.identity.oidc;

import dev.godmode.server.identity.LoginOutcome;
import dev.godmode.server.identity.Secrets;
import dev.godmode.server.identity.oidc.OidcLogins.NotBegun;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Logins of programs that have no browser of their own (RFC 8628): the person says yes on the
 * provider's page, and the program asks here until they have. Control keeps the provider's code and
 * the client's secret; the program has a handle.
 */
public final class DeviceLogins {

  private static final int OPEN_MAX = 50;
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final Duration LIFETIME_MAX = Duration.ofMinutes(15);
  private static final Duration EVERY_USUAL = Duration.ofSeconds(5);
  private static final Duration EVERY_MAX = Duration.ofMinutes(1);

  /** When a provider says "slow down" it means by so much (RFC 8628, section 3.5). */
  private static final Duration SLOWER = Duration.ofSeconds(5);

  /** What came of beginning. */
  public sealed interface Beginning {}

  /**
   * A login that has begun.
   *
   * @param handle by which the program asks
   * @param code what the person types
   * @param link where
   */
  public record Shown(String handle, String code, URI link, Instant until, Duration every)
      implements Beginning {}

  /** There is nobody to ask, in words for people. */
  public record Refused(String why) implements Beginning {}

  private record Open(
      OidcProvider provider, String deviceCode, Instant until, Duration every, Instant next) {

    Open asked(Instant now, Duration slower) {
      return new Open(provider, deviceCode, until, slower, now.plus(slower));
    }
  }

  private final OidcLogins logins;
  private final SecureRandom random;
  private final InstantSource clock;
  private final SequencedMap<String, Open> open = new LinkedHashMap<>();

  public DeviceLogins(OidcLogins logins, SecureRandom random, InstantSource clock) {
    this.logins = logins;
    this.random = random;
    this.clock = clock;
  }

  /** Begins a login at the provider. */
  public Beginning begin() {
    var provider = logins.provider();
    if (provider.isEmpty()) {
      return new Refused(NotBegun.NOBODY.why());
    }
    try {
      return begin(provider.get());
    } catch (ProviderTrouble e) {
      return new Refused(OidcLogins.words(provider.get(), e));
    }
  }

  private Beginning begin(OidcProvider provider) {
    var endpoint = provider.metadata().device();
    if (endpoint.isEmpty()) {
      throw new ProviderTrouble("it has no login for programs without a browser (RFC 8628)");
    }
    var answer = provider.ask(endpoint.get(), Map.of("scope", provider.scopes()));
    var code = answer.field("user_code");
    var device = answer.field("device_code");
    var link = answer.field("verification_uri_complete").or(() -> answer.field("verification_uri"));
    if (!answer.isGood() || code.isEmpty() || device.isEmpty() || link.isEmpty()) {
      throw new ProviderTrouble(
          "it does not begin the login: "
              + answer.field("error").orElse("HTTP " + answer.status()));
    }
    var now = clock.instant();
    var every = seconds(answer, "interval", EVERY_USUAL, EVERY_MAX);
    var until = now.plus(seconds(answer, "expires_in", LIFETIME_MAX, LIFETIME_MAX));
    var handle = Secrets.fresh(random);
    remember(handle, new Open(provider, device.get(), until, every, now));
    return new Shown(handle, code.get(), URI.create(link.get()), until, every);
  }

  private static Duration seconds(
      ProviderCalls.Answer answer, String field, Duration usual, Duration max) {
    var seconds = answer.json().path(field).asLong(usual.toSeconds());
    return Duration.ofSeconds(Math.clamp(seconds, 1, max.toSeconds()));
  }

  private synchronized void remember(String handle, Open login) {
    open.values().removeIf(one -> !one.until().isAfter(clock.instant()));
    if (open.size() >= OPEN_MAX) {
      open.pollFirstEntry();
    }
    open.put(Secrets.sha256(handle), login);
  }

  /** Whether the person has said yes; asking more often than the provider wants asks nobody. */
  public LoginOutcome poll(String handle) {
    var key = Secrets.sha256(handle);
    var login = find(key);
    if (login.isEmpty()) {
      return new LoginOutcome.Failed("this login is over: begin again");
    }
    var now = clock.instant();
    if (now.isBefore(login.get().next())) {
      return new LoginOutcome.Pending(login.get().every());
    }
    replace(key, login.get().asked(now, login.get().every()));
    return ask(key, login.get());
  }

  private synchronized Optional<Open> find(String key) {
    return Optional.ofNullable(open.get(key)).filter(one -> one.until().isAfter(clock.instant()));
  }

  private synchronized void replace(String key, Open login) {
    open.replace(key, login);
  }

  private synchronized void forget(String key) {
    open.remove(key);
  }

  private LoginOutcome ask(String key, Open login) {
    var provider = login.provider();
    try {
      var answer =
          provider.ask(
              provider.metadata().token(),
              Map.of("grant_type", GRANT, "device_code", login.deviceCode()));
      if (answer.isGood()) {
        forget(key);
        return logins.judge(provider, provider.identity(answer, Optional.empty()));
      }
      return refused(key, login, answer.field("error").orElse("HTTP " + answer.status()));
    } catch (ProviderTrouble e) {
      forget(key);
      return new LoginOutcome.Failed(OidcLogins.words(provider, e));
    }
  }

  private LoginOutcome refused(String key, Open login, String error) {
    return switch (error) {
      case "authorization_pending" -> new LoginOutcome.Pending(login.every());
      case "slow_down" -> {
        var slower = login.every().plus(SLOWER);
        replace(key, login.asked(clock.instant(), slower));
        yield new LoginOutcome.Pending(slower);
      }
      default -> {
        forget(key);
        yield new LoginOutcome.Failed(
            "%s did not log you in: %s".formatted(login.provider().settings().name(), error));
      }
    };
  }
}
