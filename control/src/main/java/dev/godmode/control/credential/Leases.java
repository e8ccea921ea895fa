package dev.godmode.control.credential;

import dev.godmode.control.access.Subject;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import java.util.Optional;

/** The kernel's word on a lease: what every credential stands and falls with. */
public final class Leases {

  /** The answer. */
  public sealed interface Standing {}

  /** It lives, and may be shown. */
  public record Live(AttemptKey attempt, NodeId node, String nodeName, String agent, String stream)
      implements Standing {

    /** As the policy sees it. */
    public Subject subject() {
      return new Subject.Attempt(agent, nodeName, stream);
    }
  }

  /** It counts no more, in words for the ledger. */
  public record Over(String why) implements Standing {}

  private Leases() {}

  /** How an attempt stands. */
  public static Standing standing(Kernel kernel, AttemptKey key) {
    return kernel
        .task(key.task())
        .map(task -> standing(kernel, task, key))
        .orElseGet(() -> new Over("the task has ended"));
  }

  private static Standing standing(Kernel kernel, Task task, AttemptKey key) {
    var lease = task.phase().held();
    if (lease.isEmpty()) {
      return new Over(task.state().isTerminal() ? "the task has ended" : "the attempt has ended");
    }
    if (!lease.get().attempt().equals(key)) {
      return new Over(
          "fence %d no longer holds, the live one is %d"
              .formatted(key.fence(), lease.get().attempt().fence()));
    }
    return revoked(task, key)
        .<Standing>map(why -> new Over("revoked: " + why))
        .orElseGet(() -> live(kernel, task, lease.get()));
  }

  private static Optional<String> revoked(Task task, AttemptKey key) {
    return task.attempt(key).flatMap(Attempt::revoked);
  }

  private static Live live(Kernel kernel, Task task, Running lease) {
    return new Live(
        lease.attempt(),
        lease.node(),
        kernel.node(lease.node()).map(Node::name).orElse(""),
        task.spec().agentType(),
        task.spec().stream());
  }
}
