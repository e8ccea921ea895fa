package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.protocol.api.Requests.JoinOffer;
import dev.godmode.protocol.stream.EnrolReply;
import dev.godmode.protocol.stream.EnrolRequest;
import dev.godmode.protocol.stream.StandbyReply;
import dev.godmode.protocol.stream.StandbyRequest;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.server.fleet.StandbyAdmission;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How a control gets a standby, and what a standby answers. */
public final class StandbyRoutes {

  private static final int REQUEST_MAX_BYTES = 4 << 10;
  private static final String EVERYTHING = "/api/{+path}";

  private StandbyRoutes() {}

  /**
   * The owner's.
   *
   * @param admission empty when this control has its database to itself
   */
  public static List<Route> ofOwner(Optional<StandbyAdmission> admission) {
    return List.of(
        Route.post("/api/v1/standby-codes", "A code by which another control may stand by")
            .needs(Scope.CONTROL_ADMIT)
            .creates(
                JoinOffer.class,
                _ ->
                    admission
                        .map(StandbyAdmission::offer)
                        .orElseThrow(StandbyRoutes::databaseOfItsOwn)));
  }

  private static Refusal databaseOfItsOwn() {
    return Refusal.conflict(
        "this control keeps its journal in the PostgreSQL that comes with it, which ends with its"
            + " machine: a standby needs one that both reach. Set GODMODE_DATABASE_URL; every step"
            + " is in docs/guides/standby.md");
  }

  /** The fleet port's. */
  public static List<Route> ofFleet(StandbyAdmission admission) {
    return List.of(
        Route.post(StreamProtocol.STANDBY_PATH, "Trade a standby code for the fleet's authority")
            .open()
            .takes(StandbyRequest.class, REQUEST_MAX_BYTES)
            .creates(StandbyReply.class, call -> admission.admit(call.body(StandbyRequest.class))));
  }

  /** Everything else of a standby's API: it says whom to ask. */
  public static List<Route> refusing(Supplier<String> whomToAsk) {
    return List.of(
        Route.get(EVERYTHING, "Not here").open().writes("text/plain", _ -> refuse(whomToAsk)),
        Route.post(EVERYTHING, "Not here").open().writes("text/plain", _ -> refuse(whomToAsk)),
        Route.delete(EVERYTHING, "Not here").open().writes("text/plain", _ -> refuse(whomToAsk)));
  }

  /** A standby's fleet port: nobody joins there. */
  public static List<Route> refusingToEnrol(Supplier<String> whomToAsk) {
    return List.of(
        Route.post(StreamProtocol.ENROL_PATH, "Not here")
            .open()
            .takes(EnrolRequest.class)
            .creates(
                EnrolReply.class,
                _ -> {
                  throw refusal(whomToAsk);
                }));
  }

  private static void refuse(Supplier<String> whomToAsk) {
    throw refusal(whomToAsk);
  }

  private static Refusal refusal(Supplier<String> whomToAsk) {
    return new Refusal(503, "standby", whomToAsk.get());
  }
}
