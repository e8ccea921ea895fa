package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.protocol.api.Trust.ExchangedToken;
import dev.godmode.protocol.api.Trust.Whoami;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.Routing.Witness;
import dev.godmode.server.identity.AttemptCredentials;
import dev.godmode.server.identity.AttemptTokens;
import dev.godmode.server.identity.Principal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who asks, and a credential that allows less than the one in hand (RFC 8693). */
public final class TokenRoutes {

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String PATH = "/api/v1/token";
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
  private static final long FORM_MAX_BYTES = 8 << 10;

  private final AttemptCredentials credentials;
  private final Witness witness;
  private final InstantSource clock;

  public TokenRoutes(AttemptCredentials credentials, Witness witness, InstantSource clock) {
    this.credentials = credentials;
    this.witness = witness;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/whoami", "Who asks, and what they may do")
            .known()
            .answers(Whoami.class, TokenRoutes::whoami),
        Route.post(PATH, "Trade an attempt's credential for one that allows less (RFC 8693)")
            .open()
            .takes(FORM, FORM_MAX_BYTES)
            .answers(ExchangedToken.class, this::exchange));
  }

  private static Whoami whoami(Call call) {
    var may = Arrays.stream(Scope.values()).filter(call.principal()::may).map(Scope::word).toList();
    return switch (call.principal()) {
      case Principal.Holder(var claims) ->
          new Whoami(
              claims.holder(),
              "attempt",
              may,
              Optional.of(claims.attempt().task()),
              Optional.of(claims.agent()),
              Optional.of(claims.stream()),
              Optional.of(claims.expiresAt()));
      case Principal.Person(var name, var role, _) -> self(name, role.word(), may);
      case Principal.Stranger _, Principal.Replica _ -> self(call.by(), "nobody", may);
    };
  }

  private static Whoami self(String name, String kind, List<String> may) {
    return new Whoami(
        name, kind, may, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private ExchangedToken exchange(Call call) {
    var form = form(new String(call.bytes(), StandardCharsets.UTF_8));
    if (!EXCHANGE.equals(form.get("grant_type"))) {
      throw new Refusal(400, "unsupported_grant_type", "grant_type must be " + EXCHANGE);
    }
    if (!JWT.equals(form.getOrDefault("subject_token_type", JWT))) {
      throw new Refusal(400, "invalid_request", "subject_token_type must be " + JWT);
    }
    if (!AttemptTokens.AUDIENCE.equals(form.getOrDefault("audience", AttemptTokens.AUDIENCE))) {
      throw new Refusal(
          400, "invalid_target", "the only audience there is: " + AttemptTokens.AUDIENCE);
    }
    var holder = holder(form.getOrDefault("subject_token", ""));
    var scopes = scopes(holder, form.get("scope"));
    var left = Duration.between(clock.instant(), holder.claims().expiresAt());
    return new ExchangedToken(
        credentials.narrow(holder, scopes),
        JWT,
        "Bearer",
        left.toSeconds(),
        scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(" ")));
  }

  private Principal.Holder holder(String token) {
    return switch (credentials.check(token)) {
      case AttemptCredentials.Held(var by) -> by;
      case AttemptCredentials.Refused(var who, var why) -> {
        witness.denied(who, "POST " + PATH, why);
        throw new Refusal(400, "invalid_grant", "the subject_token is refused: " + why);
      }
    };
  }

  /** What is asked for must be in the credential at hand: an exchange never allows more. */
  private Set<Scope> scopes(Principal.Holder holder, @Nullable String words) {
    if (words == null || words.isBlank()) {
      return holder.claims().scopes();
    }
    return Arrays.stream(words.strip().split(" +", -1))
        .map(word -> scope(holder, word))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Scope scope(Principal.Holder holder, String word) {
    var scope =
        Scope.of(word)
            .orElseThrow(
                () ->
                    new Refusal(
                        400,
                        "invalid_scope",
                        "there is no scope '%s'%s"
                            .formatted(word, Spelling.hint(word, Scope.words()))));
    if (!holder.may(scope)) {
      witness.denied(holder.name(), "POST " + PATH, "an exchange for more: " + word);
      throw new Refusal(400, "invalid_scope", "the subject_token does not allow " + word);
    }
    return scope;
  }

  /** A name that comes twice could mean one thing to us and another to somebody else. */
  private static Map<String, String> form(String body) {
    var form = new HashMap<String, String>();
    for (var pair : body.split("&", -1)) {
      var parts = pair.split("=", 2);
      if (parts.length == 2 && form.put(decoded(parts[0]), decoded(parts[1])) != null) {
        throw new Refusal(400, "invalid_request", "%s is said twice".formatted(parts[0]));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "invalid_request", "the form is not encoded as one");
    }
  }
}
