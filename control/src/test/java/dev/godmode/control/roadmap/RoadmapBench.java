package dev.godmode.control.roadmap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.engine.DirectEngine;
import dev.godmode.control.projection.Tables;
import dev.godmode.control.roadmap.RoadmapStore.StoredLine;
import dev.godmode.kernel.Changes;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Reply;
import dev.godmode.kernel.Snapshot;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.FleetEvent;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The roadmap over the real kernel, with tables and lines in memory, and a node on demand. */
final class RoadmapBench {

  private static final NodeId NODE = new NodeId("node1");

  final Path file;
  private final MemoryTables tables = new MemoryTables();
  private final MemoryStore store = new MemoryStore();
  private int ids;
  private Instant now = Instant.parse("2026-12-01T08:00:00Z");
  private final DirectEngine engine = new DirectEngine(() -> now, tables::write);
  final List<Event> events = engine.events;
  Roadmap roadmap;
  RoadmapFile loop;

  RoadmapBench(Path folder) {
    this.file = folder.resolve("roadmap.jsonl");
    this.roadmap = newRoadmap();
    this.loop = new RoadmapFile(file, roadmap, () -> 0);
  }

  private Roadmap newRoadmap() {
    return new Roadmap(engine, tables, store, () -> new TaskId("t" + ++ids), RoadmapLimits.DEFAULT);
  }

  /** As after a restart of control: only what is durable is left. */
  void restart() {
    roadmap = newRoadmap();
    loop = new RoadmapFile(file, roadmap, () -> 0);
  }

  /** As when control stopped after it had made the tasks, before it had kept their lines. */
  void forgetLines() {
    store.replace(List.of());
    restart();
  }

  void write(String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
    pass();
  }

  /** Twice, for what looks doubtful is looked at again. */
  void pass() {
    loop.runOnce();
    loop.runOnce();
  }

  List<String> lines() throws IOException {
    return Files.readAllLines(file);
  }

  void replace(String what, String by) throws IOException {
    var text = Files.readString(file);
    assertThat(text).contains(what);
    Files.writeString(file, text.replace(what, by));
    pass();
  }

  Task task(String key) {
    return Optional.ofNullable(tables.roadmapTasks().get(key)).orElseThrow();
  }

  TaskState state(String key) {
    return task(key).state();
  }

  Reply order(Command command) {
    return engine.submit("owner", command).join();
  }

  /** Connects a node with one slot: what is queued begins to run there. */
  void connectNode() {
    order(new Command.IssueJoinCode("h", now.plusSeconds(600)));
    assertThat(order(new Command.EnrolNode(NODE, "forge", "f", "h"))).isEqualTo(new Reply.Done());
    var inventory =
        Inventory.of("forge")
            .os("linux")
            .arch("amd64")
            .cpuModel("cpu")
            .cores(2)
            .memoryBytes(1L << 33)
            .diskBytes(1L << 36)
            .skills(Set.of("git"))
            .version("1")
            .build();
    order(new Command.ConnectNode(NODE, inventory, 1, Usage.UNKNOWN, List.of()));
  }

  void start(String key) {
    order(new Command.StartAttempt(NODE, running(key)));
  }

  void end(String key, Ending ending, String result) {
    now = now.plusSeconds(5);
    var passed = ending == Ending.SUCCEEDED;
    var checks =
        List.of(new CheckResult("check", passed, passed ? 0 : 1, Duration.ofSeconds(1), ""));
    var report =
        AttemptReport.of(ending)
            .exitCode(Optional.of(0))
            .reason(passed ? "" : "check failed")
            .checks(checks)
            .result(result)
            .took(Duration.ofMillis(1500))
            .outputBytes(10)
            .build();
    order(new Command.EndAttempt(NODE, running(key), report));
  }

  private AttemptKey running(String key) {
    assertThat(task(key).phase()).isInstanceOf(TaskPhase.Running.class);
    return ((TaskPhase.Running) task(key).phase()).attempt();
  }

  List<String> imports() {
    return events.stream()
        .filter(FleetEvent.RoadmapImported.class::isInstance)
        .map(Object::toString)
        .toList();
  }

  List<StoredLine> stored() {
    return store.lines();
  }

  private static final class MemoryStore implements RoadmapStore {
    private List<StoredLine> lines = List.of();

    @Override
    public List<StoredLine> lines() {
      return lines;
    }

    @Override
    public void replace(List<StoredLine> all) {
      lines = List.copyOf(all);
    }
  }

  private static final class MemoryTables implements Tables {
    private final Map<TaskId, Task> tasks = new LinkedHashMap<>();

    @Override
    public Loaded load() {
      return new Loaded(Snapshot.EMPTY, 0);
    }

    @Override
    public long position() {
      return 0;
    }

    @Override
    public void write(long position, Changes changes) {
      changes.tasks().forEach(task -> tasks.put(task.id(), task));
    }

    @Override
    public Optional<Task> task(TaskId id) {
      return Optional.ofNullable(tasks.get(id));
    }

    @Override
    public List<Task> tasks(Collection<TaskId> ids) {
      return ids.stream().flatMap(id -> task(id).stream()).toList();
    }

    @Override
    public List<TaskId> find(String idOrKey, int limit) {
      return tasks.keySet().stream().filter(id -> id.value().equals(idOrKey)).toList();
    }

    @Override
    public List<Task> list(TaskQuery query) {
      return List.copyOf(tasks.values());
    }

    @Override
    public Map<TaskState, Long> counts() {
      var counts = new EnumMap<TaskState, Long>(TaskState.class);
      tasks.values().forEach(task -> counts.merge(task.state(), 1L, Long::sum));
      return counts;
    }

    @Override
    public Map<String, Task> roadmapTasks() {
      return tasks.values().stream()
          .filter(task -> task.spec().roadmapKey().isPresent())
          .collect(
              Collectors.toMap(
                  task -> task.spec().roadmapKey().orElseThrow(), t -> t, (_, b) -> b));
    }
  }
}
