package dev.godmode.control.memory.graph;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.task.TaskId;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** The fleet in which something is remembered. */
public interface Surroundings {

  /** A fleet of which nothing is known. */
  Surroundings NONE =
      new Surroundings() {
        @Override
        public FleetNames names() {
          return FleetNames.NONE;
        }

        @Override
        public List<Task> tasks(Collection<TaskId> ids) {
          return List.of();
        }

        @Override
        public List<Node> nodes() {
          return List.of();
        }

        @Override
        public List<Page> documents() {
          return List.of();
        }
      };

  /**
   * A document.
   *
   * @param mark another one when it says something else
   */
  record Page(String path, String mark, Supplier<String> text) {}

  /** The names of this moment. */
  FleetNames names();

  /** Those of them that there are. */
  List<Task> tasks(Collection<TaskId> ids);

  List<Node> nodes();

  List<Page> documents();
}
