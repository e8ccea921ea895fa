package dev.godmode.control.engine;

import dev.godmode.control.journal.Journal;
import dev.godmode.control.projection.Tables;
import dev.godmode.kernel.Changes;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Fleet;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.KernelSettings;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A kernel that is kept at the journal's end by replay, and what the tables do not have of it yet.
 * An engine begins with one; a standby keeps one warm while another control writes. One thread owns
 * it.
 */
public final class Follower {

  private static final int PAGE = 5_000;

  /** Something in its latest shape, and the entry up to which it has that shape. */
  private record Since<T>(long sequence, T shape) {}

  private final Journal journal;
  private final Tables tables;
  private final Kernel kernel;
  private final long loadedAt;
  private final Map<TaskId, Since<Task>> tasks = new HashMap<>();
  private final Set<TaskId> anew = new HashSet<>();
  private final Map<NodeId, Since<Node>> nodes = new HashMap<>();
  private Optional<Since<Fleet>> fleet = Optional.empty();
  private volatile long position;
  private volatile long head;
  private Instant lastAt = Instant.EPOCH;

  /** Loads what the tables hold; {@link #catchUp} brings it to the journal's end. */
  public Follower(KernelSettings settings, Journal journal, Tables tables) {
    this.journal = journal;
    this.tables = tables;
    var loaded = tables.load();
    this.kernel = new Kernel(settings, loaded.snapshot());
    this.loadedAt = loaded.position();
    this.position = loadedAt;
    this.head = loadedAt;
  }

  /** One that has caught up. */
  public static Follower atTheEnd(KernelSettings settings, Journal journal, Tables tables) {
    var follower = new Follower(settings, journal, tables);
    follower.catchUp();
    return follower;
  }

  /**
   * Replays what is new, up to the journal's end.
   *
   * @throws IllegalStateException when the tables are ahead of the journal
   */
  public void catchUp() {
    head = journal.head().sequence();
    if (position > head) {
      throw new IllegalStateException(
          "the tables stand at %d but the journal ends at %d: they are not of one database; restore both from one backup"
              .formatted(position, head));
    }
    while (position < head) {
      for (var entry : journal.read(position, PAGE)) {
        kernel.apply(entry.at(), entry.event());
        position = entry.sequence();
        lastAt = entry.at();
      }
      note(kernel.drainChanges());
    }
  }

  /** Lets go of what the tables have by now; whoever follows for long must call it, or it grows. */
  public void settle() {
    if (tasks.isEmpty() && nodes.isEmpty() && fleet.isEmpty()) {
      return;
    }
    var written = tables.position();
    nodes.values().removeIf(since -> since.sequence() <= written);
    fleet = fleet.filter(since -> since.sequence() > written);
    var ended = new HashSet<TaskId>();
    tasks
        .values()
        .removeIf(
            since -> {
              var there = since.sequence() <= written;
              if (there && since.shape().state().isTerminal()) {
                ended.add(since.shape().id());
              }
              return there;
            });
    anew.retainAll(tasks.keySet());
    forget(ended);
  }

  private void forget(Set<TaskId> ended) {
    if (!ended.isEmpty()) {
      kernel.handle(lastAt, new Command.ForgetTasks(ended));
    }
  }

  private void note(Changes changes) {
    changes.tasks().forEach(task -> tasks.put(task.id(), new Since<>(position, task)));
    anew.addAll(changes.anew());
    changes.nodes().forEach(node -> nodes.put(node.id(), new Since<>(position, node)));
    fleet = changes.fleet().map(changed -> new Since<>(position, changed)).or(() -> fleet);
  }

  /** The last entry that is in the kernel. */
  public long position() {
    return position;
  }

  /** How many entries the journal had beyond that when it was last looked at. */
  public long behind() {
    return head - position;
  }

  long loadedAt() {
    return loadedAt;
  }

  Kernel kernel() {
    return kernel;
  }

  /** What the tables did not have when they were last asked. */
  Changes unprojected() {
    return new Changes(
        shapes(tasks.values()), anew, shapes(nodes.values()), fleet.map(Since::shape));
  }

  private static <T> List<T> shapes(Iterable<Since<T>> all) {
    var shapes = new ArrayList<T>();
    all.forEach(since -> shapes.add(since.shape()));
    return shapes;
  }
}
