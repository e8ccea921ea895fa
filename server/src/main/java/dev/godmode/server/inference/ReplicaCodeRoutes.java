package dev.godmode.server.inference;

import dev.godmode.control.access.Scope;
import dev.godmode.protocol.api.ReplicaViews.ReplicaOffer;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.server.http.Route;
import dev.godmode.server.identity.Authority;
import dev.godmode.server.identity.ReplicaSecret;
import java.util.List;
import java.util.function.Supplier;

/** The code by which replicas of the gateway are let in. */
public final class ReplicaCodeRoutes {

  private static final String CODE = "/api/v1/models/replicas/code";

  private final ReplicaSecret secret;
  private final Authority authority;
  private final Supplier<List<String>> fleet;

  /**
   * The owner's routes.
   *
   * @param fleet host:port of the fleet port, as other machines may dial it
   */
  public ReplicaCodeRoutes(
      ReplicaSecret secret, Authority authority, Supplier<List<String>> fleet) {
    this.secret = secret;
    this.authority = authority;
    this.fleet = fleet;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(CODE, "A code for replicas of the gateway; the one before counts no more")
            .needs(Scope.MODELS_CHANGE)
            .creates(ReplicaOffer.class, _ -> offer()),
        Route.delete(CODE, "Let no replica of the gateway in any more")
            .needs(Scope.MODELS_CHANGE)
            .does(_ -> secret.revoke()));
  }

  private ReplicaOffer offer() {
    var code =
        new JoinCode(fleet.get(), authority.fingerprint(), secret.renew())
            .encode(JoinCode.Kind.GATEWAY);
    return new ReplicaOffer(code, "./gmup --gateway " + code);
  }
}
