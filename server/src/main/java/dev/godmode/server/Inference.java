package dev.godmode.server;

import dev.godmode.server.http.Route;
import dev.godmode.server.http.SlowClients;
import dev.godmode.server.inference.AskRoutes;
import dev.godmode.server.inference.ProviderRoutes;
import dev.godmode.server.inference.ReplicaCodeRoutes;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The model gateway's routes for people and attempts. */
final class Inference {

  private Inference() {}

  /**
   * All of them.
   *
   * @param fleet host:port of the fleet port, as other machines may dial it
   */
  static List<Route> routes(
      HttpServer.Parts parts, SlowClients slow, Supplier<List<String>> fleet) {
    var models = parts.control().models();
    var identity = parts.identity();
    return Stream.of(
            new AskRoutes(models.gateway(), models.providers(), slow).routes(),
            new ProviderRoutes(models).routes(),
            new ReplicaCodeRoutes(identity.replicas(), identity.authority(), fleet).routes())
        .flatMap(List::stream)
        .toList();
  }
}
