package dev.godmode.server;

import dev.godmode.server.a2a.A2aRoutes;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.RouteCaller;
import dev.godmode.server.http.SlowClients;
import dev.godmode.server.mcp.FleetSteps;
import dev.godmode.server.mcp.McpRoutes;
import dev.godmode.server.secret.GivenSecrets;
import java.util.List;
import java.util.stream.Stream;

/** The protocols by which agents and their programs use what the routes can do. */
final class AgentProtocols {

  private AgentProtocols() {}

  /** Their routes; each operation is one of those that are there already. */
  static List<Route> over(
      List<Route> routes, RouteCaller caller, HttpServer.Parts parts, SlowClients slow) {
    var control = parts.control();
    var version = parts.about().version();
    var steps =
        new FleetSteps(
            control.steps(),
            new GivenSecrets(control.engine(), control.secrets()::sources),
            parts.sources().clock(),
            parts.sources().ids());
    return Stream.concat(
            new McpRoutes(caller, routes, steps, version).routes().stream(),
            new A2aRoutes(caller, routes, control.events(), slow, version).routes().stream())
        .toList();
  }
}
