package dev.godmode.kernel;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Task;
import java.util.List;

/** All that the kernel needs to go on from a position in the journal: what the tables hold. */
public record Snapshot(List<Task> tasks, List<Node> nodes, Fleet fleet) {

  public static final Snapshot EMPTY = new Snapshot(List.of(), List.of(), Fleet.EMPTY);

  public Snapshot {
    tasks = List.copyOf(tasks);
    nodes = List.copyOf(nodes);
  }
}
