package dev.godmode.protocol.task;

import dev.godmode.protocol.node.NodeId;
import java.util.Optional;

/**
 * How a task that others come after has ended, with what it leaves to them.
 *
 * @param label its roadmap key where it has one, else its id: the name of its file among the inputs
 * @param node where its last attempt ran
 */
public record EndedDependency(
    TaskId task, String label, TaskState state, String result, Optional<NodeId> node) {

  /** One that ran nowhere that is known. */
  public EndedDependency(TaskId task, String label, TaskState state, String result) {
    this(task, label, state, result, Optional.empty());
  }
}
