package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.ImportResult;
import dev.godmode.protocol.api.World;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The roadmap and the agents of the workspace. */
public final class RoadmapRoutes {

  private static final String JSON_LINES = "application/jsonl";
  private static final long IMPORT_MAX_BYTES = 128L << 20;

  private final Workspace workspace;

  public RoadmapRoutes(Workspace workspace) {
    this.workspace = workspace;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/roadmap", "The state of the roadmap file")
            .needs(Scope.ROADMAP_READ)
            .answers(World.Roadmap.class, _ -> workspace.roadmap()),
        Route.post("/api/v1/roadmap/import", "Take lines in; bad ones are set aside and named")
            .needs(Scope.ROADMAP_CHANGE)
            .query("source", String.class, "where the lines come from, for the ledger")
            .takes(JSON_LINES, IMPORT_MAX_BYTES)
            .answers(ImportResult.class, this::take),
        Route.get("/api/v1/roadmap/export", "The roadmap as its file would be written now")
            .needs(Scope.ROADMAP_READ)
            .writes(
                JSON_LINES,
                call ->
                    call.send(
                        JSON_LINES, workspace.exportRoadmap().getBytes(StandardCharsets.UTF_8))),
        Route.post("/api/v1/roadmap/reload", "Read tasks/roadmap.jsonl again")
            .needs(Scope.ROADMAP_CHANGE)
            .answers(
                Done.class,
                _ -> {
                  workspace.reloadRoadmap();
                  return new Done("the roadmap was read again");
                }),
        Route.post("/api/v1/agents/reload", "Read agents/*.yaml again")
            .needs(Scope.ROADMAP_CHANGE)
            .answers(
                Done.class,
                _ -> {
                  workspace.reloadAgents();
                  return new Done("the agents were read again");
                }));
  }

  private ImportResult take(Call call) {
    return workspace.importRoadmap(call.query("source").orElse("import"), call.bytes());
  }
}
