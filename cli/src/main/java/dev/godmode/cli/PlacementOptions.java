package dev.godmode.cli;

import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Sticky;
import dev.godmode.protocol.task.Throttle;
import dev.godmode.protocol.text.Quantities;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where a task may run, and with whom it shares. */
final class PlacementOptions {

  private static final String OWN = "own";

  @Option(
      names = "--requires",
      split = ",",
      description = "Skill tags the node must offer: git, java@21+ (21 or newer), 'python<4'.")
  Set<String> requires = new HashSet<>();

  @Option(
      names = "--prefers",
      split = ",",
      description = "Skill tags that speak for a node: zone:eu.")
  Set<String> prefers = new HashSet<>();

  @Option(
      names = "--cores",
      description = "Processor cores set aside for it, for example 2 or 0.5.")
  Optional<Double> cores = Optional.empty();

  @Option(names = "--memory", description = "Memory set aside for it, for example 4g.")
  Optional<String> memory = Optional.empty();

  @Option(names = "--gpus", description = "Graphics processors of its own.")
  Optional<Integer> gpus = Optional.empty();

  @Option(names = "--gpu-memory", description = "Memory each of them has, for example 24g.")
  Optional<String> gpuMemory = Optional.empty();

  @Option(names = "--gpu-model", description = "Part of the name of their model, for example a100.")
  Optional<String> gpuModel = Optional.empty();

  @Option(names = "--node", description = "The name of the one node it may run on.")
  Optional<String> node = Optional.empty();

  @Option(
      names = "--sticky",
      paramLabel = "KEY",
      description =
          "Goes where the last task with this key ran; 'own': where its attempt before ran.")
  Optional<String> sticky = Optional.empty();

  @Option(
      names = "--sticky-required",
      description = "Waits for that node rather than run elsewhere.")
  boolean stickyRequired;

  @Option(names = "--key", description = "What it shares with all tasks of the same key.")
  Optional<String> key = Optional.empty();

  @Option(names = "--key-limit", description = "How many tasks of the key run at once.")
  Optional<Integer> keyLimit = Optional.empty();

  @Option(names = "--per-minute", description = "How many tasks of the key begin in any minute.")
  Optional<Integer> perMinute = Optional.empty();

  /** Whether a fleet may have no node for it. */
  boolean areSaid() {
    return !requires.isEmpty() || demand().isPresent();
  }

  Optional<Demand> demand() {
    if (stickyRequired && sticky.isEmpty()) {
      throw new Trouble("--sticky-required needs --sticky KEY, or --sticky own");
    }
    var demand =
        new Demand(
            cores,
            memory.map(Quantities::bytes),
            gpus,
            gpuMemory.map(Quantities::bytes),
            gpuModel,
            node,
            sticky.map(
                word ->
                    new Sticky(
                        Optional.of(word).filter(key -> !key.equals(OWN)),
                        stickyRequired ? Optional.of(true) : Optional.empty())));
    return demand.equals(Demand.NONE) ? Optional.empty() : Optional.of(demand);
  }

  Optional<Throttle> throttle() {
    if (key.isEmpty() && (keyLimit.isPresent() || perMinute.isPresent())) {
      throw new Trouble("--key-limit and --per-minute are limits of a key: add --key KEY");
    }
    if (key.isPresent() && keyLimit.isEmpty() && perMinute.isEmpty()) {
      throw new Trouble("a key limits nothing by itself: add --key-limit N or --per-minute N");
    }
    return key.map(word -> new Throttle(word, keyLimit, perMinute));
  }
}
