package dev.godmode.server.fleet;

import dev.godmode.kernel.Command;
import dev.godmode.kernel.Command.Heartbeat;
import dev.godmode.protocol.node.NodeId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Signs of life, gathered: one by one each would wake the kernel and the committer for nothing that
 * is worth a commit, and thousands of nodes say theirs every second. Of each node only the last one
 * is told, with those of all others.
 */
final class Beats {

  static final Duration GATHER_FOR = Duration.ofMillis(100);

  private final Consumer<List<Command>> kernel;
  private final Executor later;
  private final Map<NodeId, Heartbeat> waiting = new LinkedHashMap<>();

  /** Tells them a moment after the first of them came. */
  static Beats gathering(Consumer<List<Command>> kernel) {
    return new Beats(
        kernel, CompletableFuture.delayedExecutor(GATHER_FOR.toMillis(), TimeUnit.MILLISECONDS));
  }

  /**
   * Gathers.
   *
   * @param kernel takes them, and does not wait
   * @param later runs what it is given when the others have had time to come
   */
  Beats(Consumer<List<Command>> kernel, Executor later) {
    this.kernel = kernel;
    this.later = later;
  }

  synchronized void heard(Heartbeat beat) {
    if (waiting.isEmpty()) {
      later.execute(this::tell);
    }
    waiting.put(beat.node(), beat);
  }

  /**
   * What the node said last counts no more: its stream has ended, or a newer one has begun. When
   * this returns the kernel has been told of it before, or never will be.
   */
  synchronized void forget(NodeId node) {
    waiting.remove(node);
  }

  private synchronized void tell() {
    if (!waiting.isEmpty()) {
      kernel.accept(List.copyOf(waiting.values()));
      waiting.clear();
    }
  }
}
