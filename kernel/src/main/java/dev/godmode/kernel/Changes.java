package dev.godmode.kernel;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.task.TaskId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What has changed since the last time it was asked for, each thing once in its latest shape.
 *
 * @param anew those of the tasks that came in, came back after their end, or ask for something else
 *     than before. Of all others only where they stand has changed, never their spec.
 */
public record Changes(List<Task> tasks, Set<TaskId> anew, List<Node> nodes, Optional<Fleet> fleet) {

  public static final Changes NONE = new Changes(List.of(), Set.of(), List.of(), Optional.empty());

  public Changes {
    tasks = List.copyOf(tasks);
    anew = Set.copyOf(anew);
    nodes = List.copyOf(nodes);
  }

  public boolean isEmpty() {
    return tasks.isEmpty() && nodes.isEmpty() && fleet.isEmpty();
  }
}
