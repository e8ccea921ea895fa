package dev.godmode.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.adapters.postgres.PostgresStore;
import dev.godmode.control.agent.AgentFolder;
import dev.godmode.control.agent.AgentProfiles;
import dev.godmode.control.agent.ProfileProblem;
import dev.godmode.control.engine.Engine;
import dev.godmode.control.engine.TimeOrderedIds;
import dev.godmode.control.roadmap.Roadmap;
import dev.godmode.control.roadmap.RoadmapFile;
import dev.godmode.control.roadmap.RoadmapLimits;
import dev.godmode.control.workspace.StarterWorkspace;
import dev.godmode.kernel.Command.DeclareAgents;
import dev.godmode.kernel.Command.StartAgent;
import dev.godmode.kernel.Kernel;
import dev.godmode.protocol.api.Requests.ImportResult;
import dev.godmode.protocol.api.World;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.server.routes.Workspace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The workspace that control works on: chosen once, remembered, and watched. */
final class WorkspaceKeeper implements Workspace {

  private static final System.Logger LOG = System.getLogger(WorkspaceKeeper.class.getName());
  private static final String REMEMBERED = "workspace.path";
  private static final String ROADMAP = "tasks/roadmap.jsonl";
  private static final String SET_ASIDE = "tasks/roadmap.before-takeover.jsonl";

  private final Path folder;
  private final Engine engine;
  private final AgentFolder agents;
  private final Roadmap roadmap;
  private final Supplier<TaskId> ids;
  private final RoadmapFile file;
  private AgentProfiles profiles = AgentProfiles.NONE;
  private boolean declared;
  private List<ProfileProblem> told = List.of();

  private WorkspaceKeeper(
      Path folder, Engine engine, Roadmap roadmap, Supplier<TaskId> ids, LongSupplier nanos) {
    this.folder = folder;
    this.engine = engine;
    this.roadmap = roadmap;
    this.ids = ids;
    this.file = new RoadmapFile(folder.resolve(ROADMAP), roadmap, nanos);
    this.agents = new AgentFolder(folder.resolve("agents"));
  }

  static WorkspaceKeeper open(
      ServerSettings settings,
      Engine engine,
      PostgresStore store,
      TimeOrderedIds ids,
      LongSupplier nanos)
      throws IOException {
    var folder = choose(settings);
    var written = StarterWorkspace.layDown(folder);
    if (!written.isEmpty()) {
      LOG.log(INFO, "starter workspace laid down folder={0} files={1}", folder, written.size());
    }
    var keeper = keeper(folder, engine, store, ids, nanos);
    keeper.reloadAgents();
    return keeper;
  }

  /**
   * The workspace of a control that takes over. What this machine's files say may be old, so they
   * are not taken in: the roadmap is written anew from the database, with what was there kept
   * beside it, and agents stay as the fleet knows them until somebody changes a profile here.
   */
  static WorkspaceKeeper takeOver(
      ServerSettings settings,
      Engine engine,
      PostgresStore store,
      TimeOrderedIds ids,
      LongSupplier nanos)
      throws IOException {
    var folder = choose(settings);
    var roadmap = folder.resolve(ROADMAP);
    Files.createDirectories(roadmap.getParent());
    if (Files.exists(roadmap)) {
      Files.move(roadmap, folder.resolve(SET_ASIDE), StandardCopyOption.REPLACE_EXISTING);
    }
    var keeper = keeper(folder, engine, store, ids, nanos);
    keeper.profiles = keeper.agents.read(keeper.profiles);
    keeper.declared = true;
    LOG.log(INFO, "workspace taken over folder={0}", folder);
    return keeper;
  }

  private static WorkspaceKeeper keeper(
      Path folder, Engine engine, PostgresStore store, TimeOrderedIds ids, LongSupplier nanos) {
    Supplier<TaskId> fresh = () -> new TaskId(ids.next());
    var roadmap =
        new Roadmap(engine, store.tables(), store.roadmap(), fresh, RoadmapLimits.DEFAULT);
    return new WorkspaceKeeper(folder, engine, roadmap, fresh, nanos);
  }

  /**
   * The one that is asked for, else the remembered, else where we stand, else a new one at home.
   */
  static Path choose(ServerSettings settings) throws IOException {
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
    file.runOnce();
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
    startMissing();
  }

  /** What the workspace says is to be kept running; one that a person stopped stays so. */
  private void startMissing() {
    for (var type : engine.read(Kernel::missingAgents).join()) {
      engine.submit("control", new StartAgent(ids.get(), type, type, Optional.empty())).join();
    }
  }

  private void tell(List<ProfileProblem> problems) {
    if (!problems.equals(told)) {
      problems.forEach(problem -> LOG.log(WARNING, "agent profile: {0}", problem));
      told = problems;
    }
  }

  @Override
  public ImportResult importRoadmap(String source, byte[] jsonLines) {
    try {
      return roadmap.take(source, new ByteArrayInputStream(jsonLines), "owner");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what was sent", e);
    }
  }

  @Override
  public String exportRoadmap() {
    return roadmap.text();
  }

  @Override
  public World.Roadmap roadmap() {
    return file.view();
  }

  @Override
  public void reloadRoadmap() {
    file.runOnce();
  }
}
