package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.protocol.api.Findings.FindingList;
import dev.godmode.server.audit.DoctorRound;
import dev.godmode.server.http.Route;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What doctor finds wrong on control's machine, and in the workspace. */
public final class FindingRoutes {

  private final DoctorRound doctor;
  private final Supplier<Map<Integer, String>> own;

  /**
   * Routes to its findings.
   *
   * @param own control's ports that are for this machine alone, with what is there
   */
  public FindingRoutes(DoctorRound doctor, Supplier<Map<Integer, String>> own) {
    this.doctor = doctor;
    this.own = own;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/findings",
                "What is wrong with the workspace's files, and with what this machine listens on")
            .needs(Scope.FINDINGS_READ)
            .answers(FindingList.class, _ -> doctor.look(own.get())));
  }
}
