package dev.godmode.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.adapters.postgres.PostgresStore;
import dev.godmode.control.agent.AgentFolder;
import dev.godmode.control.agent.AgentProfiles;
import dev.godmode.control.agent.ProfileProblem;
import dev.godmode.control.engine.Engine;
import dev.godmode.control.engine.TimeOrderedIds;
import dev.godmode.control.workspace.StarterWorkspace;
import dev.godmode.kernel.Command.DeclareAgents;
import dev.godmode.protocol.api.Requests.ImportResult;
import dev.godmode.protocol.api.World;
import dev.godmode.server.routes.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The workspace that control works on: chosen once, remembered, and watched. */
final class WorkspaceKeeper implements Workspace {

  private static final System.Logger LOG = System.getLogger(WorkspaceKeeper.class.getName());
  private static final String REMEMBERED = "workspace.path";
  private static final String ROADMAP = "tasks/roadmap.jsonl";

  private final Path folder;
  private final Engine engine;
  private final AgentFolder agents;
  private AgentProfiles profiles = AgentProfiles.NONE;
  private boolean declared;
  private List<ProfileProblem> told = List.of();

  private WorkspaceKeeper(Path folder, Engine engine) {
    this.folder = folder;
    this.engine = engine;
    this.agents = new AgentFolder(folder.resolve("agents"));
  }

  static WorkspaceKeeper open(
      ServerSettings settings,
      Engine engine,
      PostgresStore store,
      TimeOrderedIds ids,
      InstantSource clock)
      throws IOException {
    var folder = choose(settings);
    var written = StarterWorkspace.layDown(folder);
    if (!written.isEmpty()) {
      LOG.log(INFO, "starter workspace laid down folder={0} files={1}", folder, written.size());
    }
    return new WorkspaceKeeper(folder, engine);
  }

  /**
   * The one that is asked for, else the remembered, else where we stand, else a new one at home.
   */
  private static Path choose(ServerSettings settings) throws IOException {
    var note = settings.home().resolve(REMEMBERED);
    var here = Path.of("").toAbsolutePath();
    Path chosen;
    if (settings.workspace().isPresent()) {
      chosen = settings.workspace().get();
    } else if (Files.exists(note)) {
      chosen = Path.of(Files.readString(note).strip());
    } else if (Files.exists(here.resolve(ROADMAP))) {
      chosen = here;
    } else {
      chosen = settings.home().resolve("workspace");
    }
    Files.createDirectories(chosen);
    Files.writeString(note, chosen + "\n");
    return chosen;
  }

  Path folder() {
    return folder;
  }

  /** Looks whether a person changed anything, and brings the file up to date. */
  void runOnce() {
    reloadAgents();
  }

  @Override
  public synchronized void reloadAgents() {
    var read = agents.read(profiles);
    tell(read.problems());
    if (!read.profiles().equals(profiles.profiles()) || !declared) {
      engine.submit("control", new DeclareAgents(read.profiles())).join();
      declared = true;
    }
    profiles = read;
  }

  private void tell(List<ProfileProblem> problems) {
    if (!problems.equals(told)) {
      problems.forEach(problem -> LOG.log(WARNING, "agent profile: {0}", problem));
      told = problems;
    }
  }

  @Override
  public ImportResult importRoadmap(String source, byte[] jsonLines) {
    return new ImportResult(0, List.of());
  }

  @Override
  public String exportRoadmap() {
    return "";
  }

  @Override
  public World.Roadmap roadmap() {
    return new World.Roadmap(folder.resolve(ROADMAP).toString(), 0, List.of(), List.of());
  }

  @Override
  public void reloadRoadmap() {}
}
