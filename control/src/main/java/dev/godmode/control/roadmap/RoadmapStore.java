package dev.godmode.control.roadmap;

import dev.godmode.protocol.task.TaskId;
import java.util.List;

/** Keeps the roadmap's lines as they were read, so that unknown fields and order survive. */
public interface RoadmapStore {

  List<StoredLine> lines();

  /** Replaces all lines, in one transaction. */
  void replace(List<StoredLine> lines);

  /**
   * One line of the file.
   *
   * @param key its {@code id} as text
   * @param position its place in the file, from 0
   * @param json the object as it was last read from or written to the file
   */
  record StoredLine(String key, int position, TaskId task, String json) {}
}
