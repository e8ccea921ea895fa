package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.SecretViews.NewValue;
import dev.godmode.protocol.api.SecretViews.SecretCheck;
import dev.godmode.protocol.api.SecretViews.SecretList;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Route;
import dev.godmode.server.secret.SecretCatalogue;
import java.util.List;

/** Which secrets there are. A value goes in, and none comes out. */
public final class SecretRoutes {

  private static final String SECRETS = "/api/v1/secrets";

  /** A value of the greatest length, each byte written out. */
  private static final long BODY_MAX_BYTES = 1 << 20;

  private final SecretCatalogue catalogue;

  public SecretRoutes(SecretCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(SECRETS, "Secrets by name: which source has them, who may use them")
            .needs(Scope.SECRETS_READ)
            .answers(SecretList.class, _ -> catalogue.list()),
        Route.get(SECRETS + "/{name}", "Whether a secret has a value, and from where")
            .needs(Scope.SECRETS_READ)
            .answers(SecretCheck.class, call -> catalogue.check(call.path("name"))),
        Route.post(SECRETS + "/{name}", "Give a secret a value, in the first source that takes one")
            .needs(Scope.SECRETS_CHANGE)
            .takes(NewValue.class, BODY_MAX_BYTES)
            .answers(Done.class, this::set));
  }

  private Done set(Call call) {
    return new Done(
        catalogue.set(call.cause(), call.path("name"), call.body(NewValue.class).value()));
  }
}
