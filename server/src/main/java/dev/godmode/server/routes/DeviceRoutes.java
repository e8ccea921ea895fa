package dev.godmode.server.routes;

import dev.godmode.protocol.api.Requests.DeviceLogin;
import dev.godmode.protocol.api.Requests.DevicePoll;
import dev.godmode.protocol.api.Requests.DeviceStanding;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.identity.LoginOutcome;
import dev.godmode.server.identity.oidc.DeviceLogins;
import java.util.List;
import java.util.Optional;

/** How {@code gm}, which has no browser, comes by a session with the fleet's login provider. */
public final class DeviceRoutes {

  private static final String BEGIN = "/api/v1/login/device";
  private static final int BODY_MAX_BYTES = 1_024;

  private final DeviceLogins logins;
  private final VouchedEntry entry;

  public DeviceRoutes(DeviceLogins logins, VouchedEntry entry) {
    this.logins = logins;
    this.entry = entry;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(BEGIN, "Begin a login for a program without a browser")
            .open()
            .creates(DeviceLogin.class, _ -> begin()),
        Route.post(BEGIN + "/poll", "Ask whether the person has said yes")
            .open()
            .takes(DevicePoll.class, BODY_MAX_BYTES)
            .answers(DeviceStanding.class, this::poll));
  }

  private DeviceLogin begin() {
    return switch (logins.begin()) {
      case DeviceLogins.Shown shown ->
          new DeviceLogin(
              shown.handle(),
              shown.code(),
              shown.link().toString(),
              shown.until(),
              (int) shown.every().toSeconds());
      case DeviceLogins.Refused(var why) -> throw Refusal.conflict(why);
    };
  }

  private DeviceStanding poll(Call call) {
    return switch (logins.poll(call.body(DevicePoll.class).handle())) {
      case LoginOutcome.In in ->
          new DeviceStanding(
              0,
              Optional.of(entry.letIn(in)),
              Optional.of(in.identity().name()),
              Optional.of(in.line().role()));
      case LoginOutcome.Pending(var every) ->
          new DeviceStanding(
              (int) every.toSeconds(), Optional.empty(), Optional.empty(), Optional.empty());
      case LoginOutcome.Unlisted refused -> {
        entry.note(refused);
        throw new Refusal(403, "not_listed", refused.why());
      }
      case LoginOutcome.Failed failed -> {
        entry.note(failed);
        throw new Refusal(401, "login_failed", failed.why());
      }
    };
  }
}
