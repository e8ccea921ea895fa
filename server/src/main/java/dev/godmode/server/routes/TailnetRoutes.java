package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.protocol.api.TailnetView;
import dev.godmode.server.http.Route;
import dev.godmode.server.network.NodeLinks;
import java.util.List;

/** How control and its nodes reach each other on the tailnet. */
public final class TailnetRoutes {

  private final NodeLinks links;

  public TailnetRoutes(NodeLinks links) {
    this.links = links;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/tailnet", "How control stands on its tailnet, and how it reaches nodes")
            .needs(Scope.NODES_READ)
            .answers(TailnetView.class, _ -> links.view()));
  }
}
