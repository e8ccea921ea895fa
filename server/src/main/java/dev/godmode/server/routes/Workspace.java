package dev.godmode.server.routes;

import dev.godmode.protocol.api.Requests.ImportResult;
import dev.godmode.protocol.api.World;

/** What the routes ask of the workspace: its roadmap and its agents. */
public interface Workspace {

  /** Takes lines of a roadmap in; bad ones are set aside and named. */
  ImportResult importRoadmap(String source, byte[] jsonLines);

  /** The roadmap as its file would be written now. */
  String exportRoadmap();

  World.Roadmap roadmap();

  /** Reads tasks/roadmap.jsonl again. */
  void reloadRoadmap();

  /** Reads agents/*.yaml again. */
  void reloadAgents();
}
