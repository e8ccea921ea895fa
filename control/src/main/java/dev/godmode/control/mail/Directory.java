package dev.godmode.control.mail;

import dev.godmode.protocol.task.TaskId;
import java.util.Optional;
import java.util.Set;

/** Whom one can write to. */
public interface Directory {

  /**
   * A task that there is.
   *
   * @param stream empty for none
   * @param ended nobody will work on it any more
   */
  record Entry(TaskId task, String stream, boolean ended) {}

  /** Empty when there is none. */
  Optional<Entry> task(TaskId id);

  /** Types of agents that there are. */
  Set<String> agents();
}
