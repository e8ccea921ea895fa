package dev.godmode.server;

import dev.godmode.protocol.api.Requests.ImportResult;
import dev.godmode.protocol.api.World;
import dev.godmode.server.routes.Workspace;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A workspace that keeps what was imported as it is. */
final class TestWorkspace implements Workspace {

  private String lines = "";

  @Override
  public synchronized ImportResult importRoadmap(String source, byte[] jsonLines) {
    lines = new String(jsonLines, StandardCharsets.UTF_8);
    return new ImportResult((int) lines.lines().count(), List.of());
  }

  @Override
  public synchronized String exportRoadmap() {
    return lines;
  }

  @Override
  public synchronized World.Roadmap roadmap() {
    return new World.Roadmap(
        "tasks/roadmap.jsonl", (int) lines.lines().count(), List.of(), List.of());
  }

  @Override
  public void reloadRoadmap() {}

  @Override
  public void reloadAgents() {}
}
