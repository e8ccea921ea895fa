package dev.godmode.kernel;

import dev.godmode.kernel.Command.ConnectNode;
import dev.godmode.kernel.Command.EndAttempt;
import dev.godmode.kernel.Command.EnrolNode;
import dev.godmode.kernel.Command.ForgetTasks;
import dev.godmode.kernel.Command.IssueJoinCode;
import dev.godmode.kernel.Command.StartAttempt;
import dev.godmode.kernel.Command.SubmitTask;
import dev.godmode.protocol.api.Explanation;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
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

/** The whole kernel before queues of different depth, with the memory that control has. */
@State(Scope.Thread)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx1300m",
      "-XX:MaxNewSize=200m",
      "-XX:+UseSerialGC",
      "-XX:+UseCompactObjectHeaders"
    })
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class QueueDepthBench {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Usage USAGE = new Usage(0.5, 1, 1L << 30, 1L << 36, 0);
  private static final AttemptReport REPORT = AttemptReport.of(Ending.UNVERIFIED).build();
  private static final int SLOTS = 10;
  private static final int FORGOTTEN_TOGETHER = 1_000;

  @Param({"1000", "1000000"})
  private int queued;

  @Param({"10", "10000"})
  private int nodes;

  private Kernel kernel;
  private Deque<Effect.Dispatch> running;
  private Set<TaskId> ended;
  private TaskId last;
  private int names;

  @Setup
  public void fill() {
    kernel = new Kernel(KernelSettings.DEFAULT, Snapshot.EMPTY);
    running = new ArrayDeque<>();
    ended = new HashSet<>();
    for (var n = 0; n < nodes; n++) {
      join("%06d".formatted(n));
    }
    for (var n = 0; n < queued + nodes * SLOTS; n++) {
      submit();
      if (n % FORGOTTEN_TOGETHER == 0) {
        place();
        kernel.drainChanges();
      }
    }
    place();
    kernel.drainChanges();
  }

  private void join(String name) {
    var node = new NodeId(name);
    kernel.handle(NOW, new IssueJoinCode(name, NOW.plusSeconds(60)));
    kernel.handle(NOW, new EnrolNode(node, "node-" + name, "print-" + name, name));
    var inventory =
        Inventory.of("host")
            .os("linux")
            .arch("amd64")
            .cores(16)
            .memoryBytes(64L << 30)
            .skills(Set.of("git"))
            .version("0")
            .build();
    kernel.handle(NOW, new ConnectNode(node, inventory, SLOTS, USAGE, List.of()));
  }

  private void submit() {
    names++;
    last = new TaskId("task%09d".formatted(names));
    var spec =
        TaskSpec.named("bench").goal("x".repeat(200)).stream("flood")
            .command(List.of("true"))
            .requires(Set.of("git"))
            .prefers(Set.of("java>=21"))
            .build();
    kernel.handle(NOW, new SubmitTask(last, spec, List.of()));
  }

  private void place() {
    for (var effect : kernel.place(NOW).effects()) {
      if (effect instanceof Effect.Dispatch dispatch) {
        running.add(dispatch);
      }
    }
  }

  /** A task ends, another comes, and the next one gets its slot. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  public int dispatch() {
    var oldest = running.remove();
    var attempt = oldest.assignment().attempt();
    kernel.handle(NOW, new StartAttempt(oldest.node(), attempt));
    kernel.handle(NOW, new EndAttempt(oldest.node(), attempt, REPORT));
    submit();
    place();
    ended.add(attempt.task());
    if (ended.size() == FORGOTTEN_TOGETHER) {
      kernel.drainChanges();
      kernel.handle(NOW, new ForgetTasks(Set.copyOf(ended)));
      ended.clear();
    }
    return running.size();
  }

  /** Why the last in line waits. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public Explanation why() {
    return kernel.explain(last).orElseThrow();
  }
}
