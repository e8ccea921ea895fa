package dev.godmode.protocol.task;

import java.util.Optional;

/**
 * What an attempt asks of its node beside skills; nothing of it by default.
 *
 * @param cores processor cores, fractions allowed
 * @param memoryBytes memory set aside for it
 * @param gpus graphics processors of its own
 * @param gpuMemoryBytes memory that each of them must have
 * @param node the name of the one node it may run on
 */
public record Demand(
    double cores, long memoryBytes, int gpus, long gpuMemoryBytes, Optional<String> node) {

  public static final Demand NONE = new Demand(0, 0, 0, 0, Optional.empty());

  public Demand {
    if (!(cores >= 0) || memoryBytes < 0 || gpus < 0 || gpuMemoryBytes < 0) {
      throw new IllegalArgumentException(
          "a demand cannot be negative, was cores=%s memory=%d gpus=%d gpu memory=%d"
              .formatted(cores, memoryBytes, gpus, gpuMemoryBytes));
    }
  }

  /** The same on another node; empty for any. */
  public Demand on(Optional<String> other) {
    return new Demand(cores, memoryBytes, gpus, gpuMemoryBytes, other);
  }
}
