package dev.godmode.server.routes;

import dev.godmode.protocol.api.Requests.TailnetLogin;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.identity.LoginOutcome;
import dev.godmode.server.identity.TailnetLogins;
import dev.godmode.server.network.Introduced;
import java.util.List;
import java.util.Optional;

/** How a browser of the tailnet comes by a session: it shows nothing, and tailscaled is asked. */
public final class TailnetLoginRoutes {

  private final TailnetLogins logins;
  private final VouchedEntry entry;

  public TailnetLoginRoutes(TailnetLogins logins, VouchedEntry entry) {
    this.logins = logins;
    this.entry = entry;
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/login/tailnet", "Log in as whom the tailnet says that you are")
            .open()
            .does(this::login));
  }

  private void login(Call call) {
    switch (logins.judge(call.introduced())) {
      case LoginOutcome.In in ->
          call.header("Set-Cookie", LoginRoutes.cookie(entry.letIn(in), in.counts()));
      case LoginOutcome.Unlisted refused -> {
        entry.note(refused);
        throw new Refusal(403, "forbidden", refused.why());
      }
      case LoginOutcome.Failed failed -> {
        entry.note(failed);
        throw new Refusal(401, "unauthenticated", failed.why());
      }
      case LoginOutcome.Pending _ -> throw Refusal.conflict("it takes longer: try again");
    }
  }

  /** What the login page says before anything is pressed; empty where tailscaled is not asked. */
  Optional<TailnetLogin> seen(Introduced introduced) {
    if (introduced instanceof Introduced.Unasked) {
      return Optional.empty();
    }
    return Optional.of(
        switch (logins.judge(introduced)) {
          case LoginOutcome.In in ->
              new TailnetLogin(Optional.of(in.identity().name()), Optional.empty());
          case LoginOutcome.Unlisted refused ->
              new TailnetLogin(Optional.of(refused.identity().name()), Optional.of(refused.why()));
          case LoginOutcome.Failed failed ->
              new TailnetLogin(Optional.empty(), Optional.of(failed.why()));
          case LoginOutcome.Pending _ -> new TailnetLogin(Optional.empty(), Optional.empty());
        });
  }
}
