package dev.godmode.control.projection;

import dev.godmode.kernel.Changes;
import dev.godmode.kernel.Snapshot;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ordinary tables that follow the journal: history, search, lists; and, up to their position,
 * the snapshot that a restart begins with.
 */
public interface Tables {

  /** What was live at the position: tasks that had not ended, nodes, the fleet. */
  Loaded load();

  /** How far they have followed the journal. */
  long position();

  /** Upserts what changed and moves the position, in one transaction. */
  void write(long position, Changes changes);

  Optional<Task> task(TaskId id);

  /** Those of the ids that the tables know. */
  List<Task> tasks(Collection<TaskId> ids);

  /** Ids that start with this, or whose roadmap key or name is exactly this; at most limit. */
  List<TaskId> find(String idOrKey, int limit);

  List<Task> list(TaskQuery query);

  /** How many tasks are in each state; every state is there. */
  Map<TaskState, Long> counts();

  /** All tasks that came from the roadmap file, the newest of each key. */
  Map<String, Task> roadmapTasks();

  record Loaded(Snapshot snapshot, long position) {}

  /**
   * Which tasks, newest first by creation.
   *
   * @param states empty for all
   * @param text found in the name or goal, ignoring case
   * @param before only tasks created before this one (cursor)
   */
  record TaskQuery(
      Set<TaskState> states,
      Optional<String> agentType,
      Optional<String> stream,
      Optional<String> text,
      Optional<TaskId> before,
      int limit) {
    public TaskQuery {
      states = Set.copyOf(states);
    }
  }
}
