package dev.godmode.server.routes;

import dev.godmode.protocol.api.Requests.Login;
import dev.godmode.protocol.api.Requests.LoginCode;
import dev.godmode.protocol.api.Trust;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.identity.FailureLimit;
import dev.godmode.server.identity.LoginCodes;
import dev.godmode.server.identity.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** How a browser comes by a session, and gets rid of it. */
public final class LoginRoutes {

  private static final String COOKIE_FLAGS = "; Path=/; HttpOnly; SameSite=Strict";
  private static final int LOGIN_MAX_BYTES = 1_024;

  private final LoginCodes codes;
  private final Sessions sessions;
  private final FailureLimit wrongCodes;
  private final Supplier<String> hud;

  /**
   * The routes.
   *
   * @param hud address of the HUD, "http://127.0.0.1:5052"
   */
  public LoginRoutes(
      LoginCodes codes, Sessions sessions, FailureLimit wrongCodes, Supplier<String> hud) {
    this.codes = codes;
    this.sessions = sessions;
    this.wrongCodes = wrongCodes;
    this.hud = hud;
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/login", "Trade a one-time code for a session cookie")
            .open()
            .takes(Login.class, LOGIN_MAX_BYTES)
            .does(this::login),
        Route.post("/api/v1/logout", "End this browser's session").people().does(this::logout),
        Route.post("/api/v1/login-codes", "A one-time code for a browser")
            .people()
            .creates(LoginCode.class, call -> issue(call.by())));
  }

  private void login(Call call) {
    wrongCodes
        .pause()
        .ifPresent(
            pause -> {
              throw Refusal.tooMany("too many wrong codes; try again later", pause);
            });
    var person = codes.redeem(call.body(Login.class).code());
    if (person.isEmpty()) {
      wrongCodes.failed();
      throw new Refusal(
          401,
          "wrong_code",
          "this code is wrong, was used already, or is older than 10 minutes; 'gm login' prints a"
              + " new one");
    }
    call.header("Set-Cookie", cookie(sessions.open(person.get()), Sessions.IDLE_MAX));
  }

  /** The session's cookie. */
  static String cookie(String session, Duration kept) {
    return "%s=%s%s; Max-Age=%d"
        .formatted(Trust.SESSION_COOKIE, session, COOKIE_FLAGS, kept.toSeconds());
  }

  private void logout(Call call) {
    call.cookie(Trust.SESSION_COOKIE).ifPresent(sessions::close);
    call.header("Authorization")
        .map(shown -> shown.replaceFirst("^Bearer ", ""))
        .ifPresent(sessions::close);
    call.header("Set-Cookie", "%s=%s; Max-Age=0".formatted(Trust.SESSION_COOKIE, COOKIE_FLAGS));
  }

  /** The code is behind the hash sign: browsers do not send that to anybody. */
  public LoginCode issue(String person) {
    var issued = codes.issue(person);
    return new LoginCode(issued.code(), hud.get() + "/login#" + issued.code(), issued.expires());
  }
}
