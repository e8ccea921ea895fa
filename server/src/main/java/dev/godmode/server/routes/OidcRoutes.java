package dev.godmode.server.routes;

import dev.godmode.control.access.LoginProvider;
import dev.godmode.protocol.api.Requests.LoginWays;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Route;
import dev.godmode.server.identity.LoginOutcome;
import dev.godmode.server.identity.oidc.OidcLogins;
import io.helidon.http.Status;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a browser comes by a session with the fleet's login provider.
 *
 * <p>What goes wrong is told to the login page by a cookie that it reads and removes: words in an
 * address could be anybody's.
 */
public final class OidcRoutes {

  private static final String BEGIN = "/api/v1/login/oidc";

  /** Binds a login to the browser that began it. The provider's page sends it back: hence Lax. */
  private static final String BROWSER = "godmode_login";

  private static final String BROWSER_FLAGS = "; Path=" + BEGIN + "; HttpOnly; SameSite=Lax";
  private static final String PROBLEM = "godmode_login_problem";
  private static final Duration PROBLEM_SHOWN = Duration.ofMinutes(1);

  private final OidcLogins logins;
  private final VouchedEntry entry;
  private final TailnetLoginRoutes tailnet;
  private final Supplier<String> hud;

  /**
   * The routes.
   *
   * @param hud address of the HUD, "http://127.0.0.1:5052"
   */
  public OidcRoutes(
      OidcLogins logins, VouchedEntry entry, TailnetLoginRoutes tailnet, Supplier<String> hud) {
    this.logins = logins;
    this.entry = entry;
    this.tailnet = tailnet;
    this.hud = hud;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/login", "How people log in here beside a one-time code")
            .open()
            .answers(LoginWays.class, this::ways),
        Route.get(BEGIN, "Send this browser to the login provider")
            .open()
            .writes("text/html", this::begin),
        Route.get(OidcLogins.CALLBACK, "Where the login provider sends browsers back to")
            .open()
            .query("state", String.class, "which login this is")
            .query("code", String.class, "what the provider trades for a token, once")
            .query("error", String.class, "why there is no code")
            .query("iss", String.class, "the provider, by its own word")
            .writes("text/html", this::finish));
  }

  private LoginWays ways(Call call) {
    return new LoginWays(
        logins.settings().map(LoginProvider::name), tailnet.seen(call.introduced()));
  }

  /** By the address that the provider knows: to another one the browser would bring no cookie. */
  private void begin(Call call) {
    var home = logins.settings().flatMap(LoginProvider::hud).orElseGet(() -> URI.create(hud.get()));
    if (!call.header("Host").equals(Optional.of(home.getAuthority()))) {
      go(call, home + BEGIN);
      return;
    }
    switch (logins.begin(home)) {
      case OidcLogins.Begun(var at, var browser) -> {
        call.header("Set-Cookie", cookie(BROWSER, browser, BROWSER_FLAGS, OidcLogins.PATIENCE));
        go(call, at.toString());
      }
      case OidcLogins.NotBegun(var why) -> fail(call, why);
    }
  }

  private void finish(Call call) {
    var outcome =
        logins.finish(
            new OidcLogins.Return(
                call.query("state"),
                call.query("code"),
                call.query("error"),
                call.query("iss"),
                call.cookie(BROWSER)));
    switch (outcome) {
      case LoginOutcome.In in -> {
        call.header("Set-Cookie", LoginRoutes.cookie(entry.letIn(in), in.counts()));
        go(call, "/");
      }
      case LoginOutcome.Unlisted refused -> {
        entry.note(refused);
        fail(call, refused.why());
      }
      case LoginOutcome.Failed failed -> {
        entry.note(failed);
        fail(call, failed.why());
      }
      case LoginOutcome.Pending _ -> fail(call, "the provider has not decided yet: begin again");
    }
  }

  private static void fail(Call call, String why) {
    var words = URLEncoder.encode(why, StandardCharsets.UTF_8).replace("+", "%20");
    call.header("Set-Cookie", cookie(PROBLEM, words, "; Path=/login; SameSite=Lax", PROBLEM_SHOWN));
    go(call, "/login");
  }

  private static String cookie(String name, String value, String flags, Duration kept) {
    return "%s=%s%s; Max-Age=%d".formatted(name, value, flags, kept.toSeconds());
  }

  private static void go(Call call, String where) {
    call.header("Location", where);
    call.header("Cache-Control", "no-store");
    call.send(Status.SEE_OTHER_303);
  }
}
