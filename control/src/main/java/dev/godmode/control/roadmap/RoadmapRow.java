package dev.godmode.control.roadmap;

import dev.godmode.protocol.task.TaskSpec;
import java.util.Set;

/**
 * A row of the roadmap, understood.
 *
 * @param spec what is asked for, after nothing
 * @param after roadmap ids of the rows it comes after
 * @param lastResult what it left, as a text
 * @param updatedAt as it is written; only compared
 */
record RoadmapRow(
    Place place,
    String text,
    String key,
    TaskSpec spec,
    Set<String> after,
    RowStatus status,
    int attempts,
    String lastResult,
    String lastError,
    String updatedAt) {

  RoadmapRow {
    after = Set.copyOf(after);
  }

  /**
   * Where it stands.
   *
   * @param line from 1
   * @param from where its text begins in the file, in bytes
   * @param to where it ends, exclusive
   */
  record Place(int line, long from, long to) {
    static final Place NOWHERE = new Place(0, 0, 0);
  }

  int line() {
    return place.line();
  }
}
