package dev.godmode.server.routes;

import dev.godmode.protocol.json.Json;
import dev.godmode.server.http.OpenApi;
import dev.godmode.server.http.Route;
import java.util.List;

/** The description of the other routes. */
public final class DocumentRoutes {

  private static final String PATH = "/openapi.json";

  private final List<Route> described;
  private final String version;

  public DocumentRoutes(List<Route> described, String version) {
    this.described = List.copyOf(described);
    this.version = version;
  }

  public List<Route> routes() {
    var itself =
        Route.get(PATH, "This document")
            .known()
            .writes("application/json", call -> call.send("application/json", document()));
    return List.of(itself);
  }

  private byte[] document() {
    return Json.mapper().writeValueAsBytes(OpenApi.document(described, version));
  }
}
