package dev.godmode.kernel;

import static java.util.Comparator.comparing;

import dev.godmode.protocol.stream.Frame;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.protocol.task.EndedDependency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a task is handed of those it comes after: as much of it as one message can carry. */
final class Inputs {

  /** Half of a frame: the other half is for the task's own words. */
  private static final int WEIGHT_MAX = StreamProtocol.FRAME_MAX_BYTES / 2;

  private Inputs() {}

  /**
   * Their results by label, oldest first as long as there is room. Two tasks may have come from one
   * row of the roadmap, one after the other: the newer one has its name then.
   */
  static Map<String, String> of(List<EndedDependency> ended) {
    var labels = new LinkedHashMap<String, EndedDependency>();
    ended.stream()
        .sorted(comparing(EndedDependency::task))
        .forEach(
            dependency -> {
              var older = labels.put(dependency.label(), dependency);
              if (older != null) {
                labels.put(older.task().value(), older);
              }
            });
    var inputs = new LinkedHashMap<String, String>();
    var weight = 0;
    for (var entry : labels.entrySet()) {
      var own = Frame.weight(entry.getValue().result());
      var fits = weight + own <= WEIGHT_MAX;
      weight += fits ? own : 0;
      inputs.put(entry.getKey(), fits ? entry.getValue().result() : leftOut(entry.getValue()));
    }
    return inputs;
  }

  private static String leftOut(EndedDependency dependency) {
    return "left out: what this task comes after has left it more than %d MiB. gm task show %s"
        .formatted(WEIGHT_MAX >> 20, dependency.task());
  }
}
