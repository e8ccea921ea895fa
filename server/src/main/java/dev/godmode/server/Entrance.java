package dev.godmode.server;

import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Route;
import dev.godmode.server.identity.Denials;
import dev.godmode.server.identity.FailureLimit;
import dev.godmode.server.identity.TailnetLogins;
import dev.godmode.server.identity.oidc.DeviceLogins;
import dev.godmode.server.identity.oidc.OidcLogins;
import dev.godmode.server.routes.DeviceRoutes;
import dev.godmode.server.routes.LoginRoutes;
import dev.godmode.server.routes.OidcRoutes;
import dev.godmode.server.routes.TailnetLoginRoutes;
import dev.godmode.server.routes.VouchedEntry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The ways in which people come in. */
final class Entrance {

  private static final int WRONG_CODES_MAX = 10;
  private static final Duration WRONG_CODES_WINDOW = Duration.ofMinutes(1);

  private Entrance() {}

  /** With a one-time code. */
  static LoginRoutes byCode(
      HttpServer.Identity identity, InstantSource clock, Supplier<String> hud) {
    return new LoginRoutes(
        identity.codes(),
        identity.sessions(),
        new FailureLimit(WRONG_CODES_MAX, WRONG_CODES_WINDOW, clock),
        hud);
  }

  /** By another's word: the fleet's login provider, or the tailnet. */
  static List<Route> byOthers(
      HttpServer.Parts parts, Orders orders, Denials denials, Supplier<String> hud) {
    var control = parts.control();
    var random = parts.sources().random();
    var clock = parts.sources().clock();
    var given = new OidcLogins.Given(control.roll()::roll, control.secrets()::sources);
    var logins = new OidcLogins(given, random, clock);
    var entry = new VouchedEntry(parts.identity().sessions(), orders, denials::note);
    var tailnet = new TailnetLoginRoutes(new TailnetLogins(control.roll()::roll), entry);
    return Stream.of(
            new OidcRoutes(logins, entry, tailnet, hud).routes(),
            tailnet.routes(),
            new DeviceRoutes(new DeviceLogins(logins, random, clock), entry).routes())
        .flatMap(List::stream)
        .toList();
  }
}
