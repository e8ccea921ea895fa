package dev.godmode.kernel.placement;

import dev.godmode.protocol.task.Demand;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is set aside on a node while an attempt runs.
 *
 * @param gpuModels what the name of each graphics processor's model must contain, in lower case
 */
record Resources(
    double cores, long memoryBytes, int gpus, long gpuMemoryBytes, Set<String> gpuModels) {

  static final Resources NONE = new Resources(0, 0, 0, 0, Set.of());

  Resources {
    gpuModels = Set.copyOf(gpuModels);
  }

  /** What a task and its agent ask for: of everything the greater, so that neither is let down. */
  static Resources of(Demand task, Demand agent) {
    if (task.isNothing() && agent.isNothing()) {
      return NONE;
    }
    var both = List.of(task, agent);
    var found =
        new Resources(
            Math.max(task.cores().orElse(0.0), agent.cores().orElse(0.0)),
            Math.max(task.memoryBytes().orElse(0L), agent.memoryBytes().orElse(0L)),
            Math.max(task.gpuCount(), agent.gpuCount()),
            Math.max(task.gpuMemoryBytes().orElse(0L), agent.gpuMemoryBytes().orElse(0L)),
            both.stream()
                .flatMap(demand -> demand.gpuModel().stream())
                .map(model -> model.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet()));
    return found.equals(NONE) ? NONE : found;
  }

  boolean isNothing() {
    return cores == 0 && memoryBytes == 0 && gpus == 0;
  }

  /** In words: "4 cores, 8 GiB, 1 gpu". */
  String words() {
    return Stream.of(
            cores > 0 ? Amounts.cores(cores) : "",
            memoryBytes > 0 ? Amounts.bytes(memoryBytes) : "",
            gpus > 0 ? gpuWords() : "")
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private String gpuWords() {
    return "%d gpu%s%s%s"
        .formatted(
            gpus,
            gpus == 1 ? "" : "s",
            gpuModels.isEmpty() ? "" : " " + String.join(" and ", new TreeSet<>(gpuModels)),
            gpuMemoryBytes > 0 ? " with " + Amounts.bytes(gpuMemoryBytes) : "");
  }
}
