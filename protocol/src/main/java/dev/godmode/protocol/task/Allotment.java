package dev.godmode.protocol.task;

import java.util.List;

/**
 * What is set aside on a node for one attempt, from its lease to its end.
 *
 * @param gpus places in the node's list of graphics processors; nobody else has them meanwhile
 */
public record Allotment(double cores, long memoryBytes, List<Integer> gpus) {

  public static final Allotment NOTHING = new Allotment(0, 0, List.of());

  public Allotment {
    gpus = List.copyOf(gpus);
  }
}
