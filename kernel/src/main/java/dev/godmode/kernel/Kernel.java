package dev.godmode.kernel;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeSigns;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.api.Explanation;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * The deterministic core. One thread owns it. {@link #handle} decides and applies what it decided;
 * {@link #apply} replays a fact that is already durable. Both lead to the same state.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Kernel {

  private final KernelSettings settings;

  public Kernel(KernelSettings settings, Snapshot snapshot) {
    this.settings = settings;
  }

  /** Decides what a command leads to, and applies its events to the state. */
  public Decision handle(Instant now, Command command) {
    throw new UnsupportedOperationException(settings.toString() + now + command);
  }

  /** Replays one durable event. */
  public void apply(Instant at, Event event) {
    throw new UnsupportedOperationException(at.toString() + event);
  }

  /** What changed since the last call. */
  public Changes drainChanges() {
    throw new UnsupportedOperationException();
  }

  public Optional<Task> task(TaskId id) {
    return Optional.empty();
  }

  /** All tasks it holds: the live ones, and ended ones that are not forgotten yet. */
  public Collection<Task> tasks() {
    throw new UnsupportedOperationException();
  }

  public Collection<Node> nodes() {
    throw new UnsupportedOperationException();
  }

  public NodeSigns signs(NodeId node) {
    throw new UnsupportedOperationException();
  }

  public Fleet fleet() {
    throw new UnsupportedOperationException();
  }

  /**
   * Why a task is where it is: each node's rules, and the smallest change that would let it run.
   */
  public Optional<Explanation> explain(Instant now, TaskId task) {
    return Optional.empty();
  }
}
