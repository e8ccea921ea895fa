package dev.godmode.control.step;

import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.List;

/** Where steps are kept. */
public interface StepStore {

  /**
   * Keeps them. One that is there already gets its end, if it has come; what has ended begins no
   * more.
   */
  void keep(List<Step> steps);

  /** An attempt's, in the order in which they began. */
  List<Step> of(TaskId task, int attempt, int limit);

  /** Deletes what began before; returns how many went. */
  int expire(Instant before);
}
