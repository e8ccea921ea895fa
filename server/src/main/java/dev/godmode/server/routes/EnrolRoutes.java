package dev.godmode.server.routes;

import dev.godmode.protocol.stream.EnrolReply;
import dev.godmode.protocol.stream.EnrolRequest;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.server.fleet.Enrolment;
import dev.godmode.server.http.Route;
import java.util.List;

/** The one route of the fleet port that a machine without a certificate may use. */
public final class EnrolRoutes {

  private static final int REQUEST_MAX_BYTES = 64 << 10;

  private final Enrolment enrolment;

  public EnrolRoutes(Enrolment enrolment) {
    this.enrolment = enrolment;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(StreamProtocol.ENROL_PATH, "Trade a join code and a key for an identity")
            .open()
            .takes(EnrolRequest.class, REQUEST_MAX_BYTES)
            .creates(EnrolReply.class, call -> enrolment.enrol(call.body(EnrolRequest.class))));
  }
}
