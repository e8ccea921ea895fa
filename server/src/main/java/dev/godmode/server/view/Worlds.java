package dev.godmode.server.view;

import dev.godmode.control.engine.Engine;
import dev.godmode.control.projection.Tables;
import dev.godmode.control.projection.Tables.TaskQuery;
import dev.godmode.kernel.Fleet;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.api.AgentView;
import dev.godmode.protocol.api.BreakerView;
import dev.godmode.protocol.api.NodeView;
import dev.godmode.protocol.api.ScalingView;
import dev.godmode.protocol.api.StreamView;
import dev.godmode.protocol.api.TaskView;
import dev.godmode.protocol.api.World;
import dev.godmode.protocol.api.World.Autopilot;
import dev.godmode.protocol.task.TaskState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;

/** Puts the whole fleet together at one place of the journal. */
public final class Worlds {

  private static final int LEDGER_LINES = 30;
  private static final Set<TaskState> TERMINAL =
      Set.of(TaskState.SUCCEEDED, TaskState.UNVERIFIED, TaskState.FAILED, TaskState.CANCELLED);

  private static final Comparator<Task> FOREMOST =
      Comparator.comparingInt(Worlds::urgency).thenComparing(Task::id, Comparator.reverseOrder());

  /** What the kernel says, copied on its thread. */
  private record Live(
      long sequence,
      Fleet fleet,
      List<NodeView> nodes,
      List<Task> tasks,
      Map<TaskState, Long> counts,
      List<AgentView> persistent,
      List<ScalingView> scaling,
      List<StreamView> streams,
      List<BreakerView> breakers) {}

  /** Where a world is seen from. */
  public record Sources(
      Engine engine,
      Tables tables,
      Ledger ledger,
      Supplier<World.Roadmap> roadmap,
      NodeViews nodes,
      InstantSource clock) {}

  private final Sources sources;
  private final String version;

  public Worlds(Sources sources, String version) {
    this.sources = sources;
    this.version = version;
  }

  /** The autopilot's pill alone. */
  public Autopilot autopilot() {
    return autopilot(live());
  }

  private Live live() {
    var at = sources.clock().instant();
    return sources.engine().readAt((kernel, sequence) -> copy(kernel, sequence, at)).join();
  }

  public World now() {
    var live = live();
    sources.engine().awaitTables(); // or what ended just now would be neither live nor ended
    var ended =
        sources
            .tables()
            .list(
                new TaskQuery(
                    TERMINAL,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    World.RECENT_MAX));
    return new World(
        live.sequence(),
        sources.clock().instant(),
        version,
        live.fleet().stopped(),
        autopilot(live),
        live.nodes(),
        counts(live),
        views(live.tasks(), live.fleet()),
        views(recent(ended), live.fleet()),
        live.fleet().agents().values().stream()
            .sorted(Comparator.comparing(profile -> profile.type()))
            .toList(),
        live.persistent(),
        live.scaling(),
        live.streams(),
        sources.ledger().last(LEDGER_LINES),
        sources.roadmap().get(),
        live.fleet().freeze(),
        new World.Documents(
            live.fleet().canon().newest(), (int) live.fleet().canon().open().count()),
        live.breakers());
  }

  private static List<Task> recent(List<Task> ended) {
    return ended.stream().sorted(Comparator.comparing(Task::updatedAt).reversed()).toList();
  }

  private static List<TaskView> views(List<Task> tasks, Fleet fleet) {
    return tasks.stream().map(task -> TaskViews.of(task, fleet)).toList();
  }

  private Live copy(Kernel kernel, long sequence, Instant at) {
    var counts = new EnumMap<TaskState, Long>(TaskState.class);
    var first = new PriorityQueue<>(World.LIVE_MAX, FOREMOST.reversed());
    // Newest first: of a million that are queued nearly all are passed by then. The kernel waits.
    for (var task : kernel.tasks().reversed()) {
      if (!task.state().isTerminal()) {
        counts.merge(task.state(), 1L, Long::sum);
        if (first.size() < World.LIVE_MAX) {
          first.add(task);
        } else if (FOREMOST.compare(task, first.element()) < 0) {
          first.remove();
          first.add(task);
        }
      }
    }
    return new Live(
        sequence,
        kernel.fleet(),
        sources.nodes().all(kernel),
        first.stream().sorted(FOREMOST).toList(),
        counts,
        AgentViews.all(kernel),
        kernel.scaling(at),
        kernel.streams(),
        BreakerViews.all(kernel));
  }

  private static int urgency(Task task) {
    return switch (task.state()) {
      case WAITING -> 0;
      case RUNNING -> 1;
      default -> 2;
    };
  }

  private Map<TaskState, Long> counts(Live live) {
    var counts = new EnumMap<TaskState, Long>(TaskState.class);
    counts.putAll(sources.tables().counts());
    for (var state : TaskState.values()) {
      if (!state.isTerminal()) {
        counts.put(state, live.counts().getOrDefault(state, 0L));
      }
    }
    return counts;
  }

  private static Autopilot autopilot(Live live) {
    var fleet = live.fleet();
    var roadmap =
        live.tasks().stream().filter(task -> task.spec().roadmapKey().isPresent()).toList();
    if (fleet.stopped().isPresent()) {
      return pill(fleet, "stopped", Optional.empty());
    }
    if (!fleet.autopilot()) {
      return pill(fleet, "off", Optional.empty());
    }
    var running = first(roadmap, TaskState.RUNNING);
    if (running.isPresent()) {
      return pill(fleet, "running", running);
    }
    var queued = first(roadmap, TaskState.QUEUED);
    var waiting = first(roadmap, TaskState.WAITING);
    return queued.or(() -> waiting).isPresent()
        ? pill(fleet, "blocked", waiting.or(() -> queued))
        : pill(fleet, "idle", Optional.empty());
  }

  private static Optional<Task> first(List<Task> tasks, TaskState state) {
    return tasks.stream().filter(task -> task.state() == state).findFirst();
  }

  private static Autopilot pill(Fleet fleet, String state, Optional<Task> task) {
    return new Autopilot(
        fleet.autopilot(),
        state,
        task.map(found -> found.spec().name()),
        task.map(Task::updatedAt));
  }
}
