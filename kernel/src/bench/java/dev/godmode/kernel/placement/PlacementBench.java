package dev.godmode.kernel.placement;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeBuilder;
import dev.godmode.kernel.placement.TaskQueue.Candidacy;
import dev.godmode.kernel.placement.TaskQueue.Outcome;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskFold;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.event.TaskEvent.TaskSubmitted;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.Allotment;
import dev.godmode.protocol.task.Sticky;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Placement alone: how many tasks a second find their node, while nodes fill, empty and report
 * their load. Each operation decides for one task and sets its lease aside, takes back the oldest
 * lease, and hears one node's load.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PlacementBench {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int SLOTS = 10;
  private static final int NEEDS = 64;
  private static final int ASKS = 4_096;
  private static final int STREAMS = 10;
  private static final int QUEUED_EACH = 200;
  private static final List<String> TAGS =
      List.of("git", "java@17", "java@21", "python@3.11", "gpu", "docker", "zone:eu", "zone:us");
  private static final List<String> WANTED =
      List.of("git", "java>=21", "java", "python<4", "gpu", "docker", "zone:eu", "zone:us");

  @Param("10000")
  private int nodes;

  private final Random random = new Random(1);
  private NodeIndex index;
  private TaskQueue queue;
  private Ask[] asks;
  private Ask[] roomy;
  private Deque<Placement.Choice> leases;
  private Map<TaskId, Task> tasks;
  private Usage[] loads;
  private int turn;
  private int names;

  @Setup
  public void fleet() {
    index = new NodeIndex();
    for (var place = 0; place < nodes; place++) {
      index.changed(node(place));
    }
    loads = new Usage[256];
    for (var n = 0; n < loads.length; n++) {
      loads[n] = new Usage(random.nextDouble(), 1, 0, 0, 0);
    }
    asks = asks(false);
    roomy = asks(true);
    leases = new ArrayDeque<>();
    for (var n = 0; n < nodes * SLOTS * 6 / 10; n++) {
      take(asks[n % ASKS]);
    }
    queue = new TaskQueue(new Throttles());
    tasks = new HashMap<>();
    for (var n = 0; n < STREAMS * QUEUED_EACH; n++) {
      submit("stream-" + n % STREAMS);
    }
  }

  private Node node(int place) {
    var inventory =
        Inventory.of("host")
            .os("linux")
            .arch("amd64")
            .cores(16)
            .memoryBytes(64L << 30)
            .skills(some(TAGS, 4))
            .version("0")
            .build();
    return NodeBuilder.builder()
        .id(id(place))
        .name("node-" + place)
        .fingerprint("")
        .inventory(Optional.of(inventory))
        .slots(SLOTS)
        .state(NodeState.READY)
        .schedulability(Schedulability.OPEN)
        .enrolledAt(NOW)
        .stateSince(NOW)
        .build();
  }

  private static NodeId id(int place) {
    return new NodeId("id%06d".formatted(place));
  }

  private Set<String> some(List<String> all, int most) {
    var chosen = new HashSet<String>();
    for (var n = 1 + random.nextInt(most); n > 0; n--) {
      chosen.add(all.get(random.nextInt(all.size())));
    }
    return chosen;
  }

  /** Tags required and preferred, what came before nearby, and half of them warm somewhere. */
  private Ask[] asks(boolean withResources) {
    var needs = new ArrayList<Need>();
    for (var n = 0; n < NEEDS; n++) {
      needs.add(
          new Need(
              "shell",
              some(WANTED, 2),
              some(WANTED, 2),
              true,
              withResources
                  ? new Resources(1 + n % 2, (1L + n % 4) << 30, 0, 0, Set.of())
                  : Resources.NONE,
              new Ties(
                  Set.of(),
                  Optional.of(new Sticky(Optional.of("k"), Optional.empty())),
                  Optional.empty()),
              Optional.empty(),
              Optional.empty()));
    }
    var all = new Ask[ASKS];
    for (var n = 0; n < ASKS; n++) {
      all[n] =
          new Ask(
              needs.get(random.nextInt(NEEDS)),
              random.nextBoolean() ? Optional.of(id(random.nextInt(nodes))) : Optional.empty(),
              Set.copyOf(List.of(id(random.nextInt(nodes)), id(random.nextInt(nodes)))));
    }
    return all;
  }

  private boolean take(Ask ask) {
    var choice = index.choose(ask);
    choice.ifPresent(
        chosen -> {
          index.lease(chosen.candidate().node().id(), chosen.allotment());
          leases.add(chosen);
        });
    return choice.isPresent();
  }

  private void giveBackOldest() {
    var oldest = leases.remove();
    Optional<Allotment> allotment = oldest.allotment();
    index.release(oldest.candidate().node().id(), allotment);
  }

  private void hearOne() {
    turn++;
    index.measured(
        index.all().get(Math.floorMod(turn * 7919, nodes)).node().id(), loads[turn % loads.length]);
  }

  private boolean decide(Ask[] all) {
    hearOne();
    giveBackOldest();
    return take(all[turn % ASKS]);
  }

  /** Tags, load, stickiness and locality. */
  @Benchmark
  public boolean choose() {
    return decide(asks);
  }

  /** The same, and each task has cores and memory set aside. */
  @Benchmark
  public boolean chooseWithResources() {
    return decide(roomy);
  }

  private void submit(String stream) {
    names++;
    var id = new TaskId("task" + names);
    var spec =
        TaskSpec.named("work").agentType("shell").stream(stream).command(List.of("true")).build();
    var task = TaskFold.begin(new TaskSubmitted(id, spec, List.of()), NOW);
    tasks.put(id, task);
    queue.add(task, asks[random.nextInt(ASKS)].need(), new TaskPhase.Queued(NOW));
  }

  /** All of that, for the task whose turn it is among ten streams of different weight. */
  @Benchmark
  public int chooseByFairShare() {
    hearOne();
    giveBackOldest();
    var before = names;
    queue.drain(NOW, _ -> true, this::place);
    return names - before;
  }

  private Outcome place(Candidacy candidacy) {
    var like = asks[turn % ASKS];
    if (!take(new Ask(candidacy.need(), like.home(), like.near()))) {
      return Outcome.NO_PLACE;
    }
    var task = tasks.remove(candidacy.task());
    queue.remove(candidacy.task());
    var stream = task.spec().stream();
    queue.served(stream, "shell", 1 + Math.floorMod(stream.hashCode(), 4), NOW);
    submit(stream);
    return Outcome.FLEET_FULL;
  }
}
