package dev.godmode.control.projection;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.kernel.Changes;
import dev.godmode.kernel.Fleet;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Brings the tables up to the journal. Changes that come while it writes are coalesced: of each
 * thing only the latest shape is written, in one transaction with the position it stands for.
 */
public final class Projector implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Projector.class.getName());

  private final Tables tables;
  private final Consumer<Set<TaskId>> ended;
  private final int pendingMax;
  private final Duration retryEvery;
  private final Duration gatherFor;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Map<TaskId, Task> tasks = new LinkedHashMap<>();
  private final Set<TaskId> anew = new HashSet<>();
  private final Map<NodeId, Node> nodes = new LinkedHashMap<>();
  private Optional<Fleet> fleet = Optional.empty();
  private long target;
  private long written;
  private long writtenNanos;
  private int awaiting;
  private boolean closed;

  /**
   * Starts to write.
   *
   * @param position where the tables stand
   * @param ended told of ended tasks once the tables have them
   * @param gatherFor least time between two writes when nobody waits: what changes twice within it
   *     is written once
   */
  public Projector(
      Tables tables,
      long position,
      Consumer<Set<TaskId>> ended,
      int pendingMax,
      Duration retryEvery,
      Duration gatherFor) {
    this.tables = tables;
    this.target = position;
    this.written = position;
    this.ended = ended;
    this.pendingMax = pendingMax;
    this.retryEvery = retryEvery;
    this.gatherFor = gatherFor;
    this.writtenNanos = System.nanoTime() - gatherFor.toNanos();
    this.thread = Thread.ofPlatform().name("projector").daemon().start(this::run);
  }

  /** Takes over what has changed up to a durable position; waits while too much is pending. */
  public void advance(long position, Changes changes) {
    lock.lock();
    try {
      while (tasks.size() >= pendingMax && !closed) {
        moved.awaitUninterruptibly();
      }
      changes.tasks().forEach(task -> tasks.put(task.id(), task));
      anew.addAll(changes.anew());
      changes.nodes().forEach(node -> nodes.put(node.id(), node));
      fleet = changes.fleet().or(() -> fleet);
      target = Math.max(target, position);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the tables hold everything up to the position; false when the time is over. */
  public boolean await(long position, Duration limit) {
    var left = limit.toNanos();
    lock.lock();
    awaiting++;
    moved.signalAll();
    try {
      while (written < position && left > 0 && !closed) {
        left = moved.awaitNanos(left);
      }
      return written >= position;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      awaiting--;
      lock.unlock();
    }
  }

  public long written() {
    lock.lock();
    try {
      return written;
    } finally {
      lock.unlock();
    }
  }

  private record Work(long position, Changes changes) {}

  private void run() {
    var work = next();
    while (work.isPresent() && write(work.get())) {
      work = next();
    }
  }

  private Optional<Work> next() {
    lock.lock();
    try {
      while (target == written && tasks.isEmpty() && nodes.isEmpty() && fleet.isEmpty()) {
        if (closed) {
          return Optional.empty();
        }
        moved.awaitUninterruptibly();
      }
      gather();
      var changes =
          new Changes(List.copyOf(tasks.values()), anew, List.copyOf(nodes.values()), fleet);
      tasks.clear();
      anew.clear();
      nodes.clear();
      fleet = Optional.empty();
      moved.signalAll();
      return Optional.of(new Work(target, changes));
    } finally {
      lock.unlock();
    }
  }

  /** Lets more changes of the same things come together, unless somebody waits for these. */
  private void gather() {
    var left = gatherFor.toNanos() - (System.nanoTime() - writtenNanos);
    while (left > 0 && awaiting == 0 && !closed && tasks.size() < pendingMax) {
      try {
        left = moved.awaitNanos(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** False when closed before the tables had taken it. */
  private boolean write(Work work) {
    var failures = 0;
    while (true) {
      try {
        tables.write(work.position(), work.changes());
        if (failures > 0) {
          LOG.log(INFO, "tables caught up position={0} tries={1}", work.position(), failures + 1);
        }
        break;
      } catch (RuntimeException e) {
        if (failures++ == 0) {
          LOG.log(WARNING, "tables not written, trying again position=" + work.position(), e);
        }
        if (!pause()) {
          return false;
        }
      }
    }
    arrived(work);
    return true;
  }

  /** False when closed meanwhile: what is not written is in the journal. */
  private boolean pause() {
    var left = retryEvery.toNanos();
    lock.lock();
    try {
      while (left > 0 && !closed) {
        left = moved.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void arrived(Work work) {
    lock.lock();
    try {
      written = work.position();
      writtenNanos = System.nanoTime();
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    var over =
        work.changes().tasks().stream()
            .filter(task -> task.state().isTerminal())
            .map(Task::id)
            .collect(Collectors.toUnmodifiableSet());
    if (!over.isEmpty()) {
      ended.accept(over);
    }
  }

  /** Writes what is pending, then stops. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
