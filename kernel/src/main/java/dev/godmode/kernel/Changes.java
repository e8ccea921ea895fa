package dev.godmode.kernel;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Task;
import java.util.List;
import java.util.Optional;

/** What has changed since the last time it was asked for, each thing once in its latest shape. */
public record Changes(List<Task> tasks, List<Node> nodes, Optional<Fleet> fleet) {

  public Changes {
    tasks = List.copyOf(tasks);
    nodes = List.copyOf(nodes);
  }

  public boolean isEmpty() {
    return tasks.isEmpty() && nodes.isEmpty() && fleet.isEmpty();
  }
}
