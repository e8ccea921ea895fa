package dev.godmode.testkit.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An OpenID Connect provider on loopback, with one client. Whoever {@code login_hint} names is
 * logged in without a question. It is as strict as a provider should be: a wrong redirect, a code
 * twice, a missing PKCE or a wrong secret is refused.
 */
public final class ScriptedProvider implements AutoCloseable {

  public static final String CLIENT = "godmode";
  public static final String SECRET = "correct horse battery staple 0123456789";

  private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);

  /** Somebody who has an account. */
  public record Account(String subject, String email, boolean verified, List<String> groups) {
    public Account {
      groups = List.copyOf(groups);
    }
  }

  /** How tokens are signed: all but the first must be refused. */
  public enum Signing {
    RIGHT,
    /** By a key that it does not publish, under a name that it does. */
    STRANGER,
    /** Not at all. */
    NONE,
    /** With the client's secret as the key. */
    SECRET
  }

  private record Code(Map<String, String> asked, Account who) {}

  private record Device(String userCode, Optional<Account> who) {}

  private final InstantSource clock;
  private final TokenSigner signer = new TokenSigner();
  private final HttpServer http;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final Map<String, Code> codes = new ConcurrentHashMap<>();
  private final Map<String, Account> tokens = new ConcurrentHashMap<>();
  private final Map<String, Device> devices = new ConcurrentHashMap<>();
  private volatile Signing signing = Signing.RIGHT;
  private volatile boolean onlyByUserinfo;
  private volatile String named = "";
  private volatile Consumer<JWTClaimsSet.Builder> lie = _ -> {};

  public ScriptedProvider(InstantSource clock) {
    this.clock = clock;
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    serve("/.well-known/openid-configuration", _ -> new Said(200, Json.write(metadata())));
    serve("/keys", _ -> new Said(200, signer.published()));
    serve("/authorize", this::authorize);
    serve("/token", this::token);
    serve("/device", this::device);
    serve("/userinfo", this::userinfo);
    http.start();
    named = issuer().toString();
  }

  public URI issuer() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** Somebody can log in under that name. */
  public void knows(String login, Account account) {
    accounts.put(login, account);
  }

  public void signs(Signing how) {
    signing = how;
  }

  /** What its tokens say beside, or instead of, what is true. */
  public void says(Consumer<JWTClaimsSet.Builder> wrong) {
    lie = wrong;
  }

  /** It signs with another key from now on. */
  public void rotates() {
    signer.rotate();
  }

  /** Its tokens name nobody's address and groups: whoever wants them has to ask once more. */
  public void tellsOnlyWhenAsked() {
    onlyByUserinfo = true;
  }

  /** It calls itself so, wherever it names itself. */
  public void callsItself(String other) {
    named = other;
  }

  /** Somebody typed the code that a device shows, and said yes. */
  public void approves(String userCode, String login) {
    devices.replaceAll(
        (_, device) ->
            device.userCode().equals(userCode)
                ? new Device(userCode, Optional.of(account(login)))
                : device);
  }

  private Account account(String login) {
    return Optional.ofNullable(accounts.get(login)).orElseThrow();
  }

  private Map<String, Object> metadata() {
    var at = issuer().toString();
    return Map.of(
        "issuer", named,
        "authorization_endpoint", at + "/authorize",
        "token_endpoint", at + "/token",
        "jwks_uri", at + "/keys",
        "userinfo_endpoint", at + "/userinfo",
        "device_authorization_endpoint", at + "/device",
        "authorization_response_iss_parameter_supported", true);
  }

  // ---- the code flow

  private Said authorize(Request request) {
    var asked = request.query();
    if (!CLIENT.equals(asked.get("client_id"))
        || !"code".equals(asked.get("response_type"))
        || !"S256".equals(asked.get("code_challenge_method"))) {
      return refusal("invalid_request");
    }
    var code = "code-" + numbers.incrementAndGet();
    codes.put(code, new Code(asked, account(asked.getOrDefault("login_hint", ""))));
    return Said.sendTo(
        "%s?code=%s&state=%s&iss=%s"
            .formatted(asked.get("redirect_uri"), code, asked.get("state"), named));
  }

  private Said token(Request request) {
    if (!request.authorization().equals(basic())) {
      return refusal("invalid_client");
    }
    var form = request.form();
    return switch (form.getOrDefault("grant_type", "")) {
      case "authorization_code" -> byCode(form);
      case "urn:ietf:params:oauth:grant-type:device_code" -> byDevice(form);
      default -> refusal("unsupported_grant_type");
    };
  }

  private static String basic() {
    var pair = CLIENT + ":" + SECRET.replace(' ', '+');
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private Said byCode(Map<String, String> form) {
    var code = codes.remove(form.getOrDefault("code", ""));
    if (code == null
        || !Objects.equals(code.asked().get("redirect_uri"), form.get("redirect_uri"))
        || !challenge(form.getOrDefault("code_verifier", ""))
            .equals(code.asked().get("code_challenge"))) {
      return refusal("invalid_grant");
    }
    return tokens(code.who(), Optional.ofNullable(code.asked().get("nonce")));
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Said tokens(Account who, Optional<String> nonce) {
    var now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(named)
            .subject(who.subject())
            .audience(CLIENT)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(TOKEN_LIFETIME)));
    nonce.ifPresent(value -> claims.claim("nonce", value));
    if (!onlyByUserinfo) {
      about(who).forEach(claims::claim);
    }
    lie.accept(claims);
    var access = "access-" + numbers.incrementAndGet();
    tokens.put(access, who);
    return new Said(
        200,
        Json.write(
            Map.of(
                "token_type",
                "Bearer",
                "access_token",
                access,
                "id_token",
                signer.sign(claims.build(), signing, SECRET))));
  }

  private static Map<String, Object> about(Account who) {
    return Map.of("email", who.email(), "email_verified", who.verified(), "groups", who.groups());
  }

  private Said userinfo(Request request) {
    var who = tokens.get(request.authorization().replaceFirst("^Bearer ", ""));
    if (who == null) {
      return new Said(401, "{}");
    }
    var all = new HashMap<>(about(who));
    all.put("sub", who.subject());
    return new Said(200, Json.write(all));
  }

  // ---- the device flow

  private Said device(Request request) {
    if (!request.authorization().equals(basic())) {
      return refusal("invalid_client");
    }
    var number = numbers.incrementAndGet();
    devices.put("device-" + number, new Device("USER-" + number, Optional.empty()));
    return new Said(
        200,
        Json.write(
            Map.of(
                "device_code", "device-" + number,
                "user_code", "USER-" + number,
                "verification_uri", issuer() + "/activate",
                "expires_in", 600,
                "interval", 5)));
  }

  private Said byDevice(Map<String, String> form) {
    var device = devices.get(form.getOrDefault("device_code", ""));
    if (device == null) {
      return refusal("expired_token");
    }
    if (device.who().isEmpty()) {
      return refusal("authorization_pending");
    }
    devices.remove(form.getOrDefault("device_code", ""));
    return tokens(device.who().get(), Optional.empty());
  }

  // ---- HTTP

  private record Request(String rawQuery, String authorization, String body) {

    Map<String, String> query() {
      return fields(rawQuery);
    }

    Map<String, String> form() {
      return fields(body);
    }

    private static Map<String, String> fields(String text) {
      var all = new HashMap<String, String>();
      for (var field : text.split("&", -1)) {
        var parts = field.split("=", 2);
        if (parts.length == 2) {
          all.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
      }
      return all;
    }
  }

  private record Said(int status, String body, Optional<String> location) {

    Said(int status, String body) {
      this(status, body, Optional.empty());
    }

    static Said sendTo(String location) {
      return new Said(303, "", Optional.of(location));
    }
  }

  private static Said refusal(String error) {
    return new Said(400, Json.write(Map.of("error", error)));
  }

  private void serve(String path, Function<Request, Said> answer) {
    http.createContext(path, exchange -> answer(exchange, answer));
  }

  private static void answer(HttpExchange exchange, Function<Request, Said> answer)
      throws IOException {
    try (exchange) {
      var said =
          answer.apply(
              new Request(
                  Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
                  Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                      .orElse(""),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      said.location().ifPresent(at -> exchange.getResponseHeaders().set("Location", at));
      var bytes = said.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(said.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** It is down. */
  @Override
  public void close() {
    http.stop(0);
  }
}
