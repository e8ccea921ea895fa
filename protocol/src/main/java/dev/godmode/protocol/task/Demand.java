package dev.godmode.protocol.task;

import java.util.Optional;

/**
 * What an attempt asks of its node beside skills; nothing where nothing is said.
 *
 * @param cores processor cores set aside for it, fractions allowed
 * @param memoryBytes memory set aside for it
 * @param gpus graphics processors of its own; one when only their memory or model is asked for
 * @param gpuMemoryBytes memory that each of them must have
 * @param gpuModel part of the name of their model, in any case: {@code a100}
 * @param node the name of the one node it may run on
 * @param sticky whether it goes where it, or its like, ran before
 */
public record Demand(
    Optional<Double> cores,
    Optional<Long> memoryBytes,
    Optional<Integer> gpus,
    Optional<Long> gpuMemoryBytes,
    Optional<String> gpuModel,
    Optional<String> node,
    Optional<Sticky> sticky) {

  public static final Demand NONE =
      new Demand(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public Demand {
    requireNotNegative("cores", cores);
    requireNotNegative("memory_bytes", memoryBytes);
    requireNotNegative("gpus", gpus);
    requireNotNegative("gpu_memory_bytes", gpuMemoryBytes);
    requireWord("gpu_model", gpuModel);
    requireWord("node", node);
    cores = cores.filter(asked -> asked > 0);
    memoryBytes = memoryBytes.filter(asked -> asked > 0);
    gpus = gpus.filter(asked -> asked > 0);
    gpuMemoryBytes = gpuMemoryBytes.filter(asked -> asked > 0);
  }

  private static void requireNotNegative(String field, Optional<? extends Number> asked) {
    var value = asked.map(Number::doubleValue).orElse(0.0);
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s must be 0 or more, was %s".formatted(field, asked.orElseThrow()));
    }
  }

  /** The same on another node; empty for any. */
  public Demand on(Optional<String> other) {
    return new Demand(cores, memoryBytes, gpus, gpuMemoryBytes, gpuModel, other, sticky);
  }

  private static void requireWord(String field, Optional<String> word) {
    if (word.isPresent() && word.get().isBlank()) {
      throw new IllegalArgumentException("%s must not be blank".formatted(field));
    }
  }

  /** Whether it asks for nothing. */
  public boolean isNothing() {
    return equals(NONE);
  }

  /** How many graphics processors: one when only their kind is said. */
  public int gpuCount() {
    return gpus.orElse(gpuMemoryBytes.isPresent() || gpuModel.isPresent() ? 1 : 0);
  }
}
