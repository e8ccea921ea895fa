package dev.godmode.protocol.task;

import java.util.Optional;

/**
 * How a line of work is treated beside the others.
 *
 * @param stream its name; empty for tasks that belong to none
 * @param weight its share when several want the same nodes: twice the weight, twice the tasks
 * @param maxRunning how many of its attempts may run at once
 * @param paused why nothing of it is started; empty while it is not paused
 */
public record StreamPolicy(
    String stream, int weight, Optional<Integer> maxRunning, Optional<String> paused) {

  public static final int WEIGHT_MAX = 1_000;
  public static final int NAME_MAX = 200;

  public StreamPolicy {
    if (weight < 1 || weight > WEIGHT_MAX) {
      throw new IllegalArgumentException(
          "the share of stream '%s' must be 1 to %d, was %d".formatted(stream, WEIGHT_MAX, weight));
    }
    if (maxRunning.isPresent() && maxRunning.get() < 1) {
      throw new IllegalArgumentException(
          "max_running of stream '%s' must be 1 or more, was %d; to run nothing, pause it"
              .formatted(stream, maxRunning.get()));
    }
    if (stream.length() > NAME_MAX) {
      throw new IllegalArgumentException(
          "the name of a stream may have %d characters".formatted(NAME_MAX));
    }
  }

  /** How a stream is treated that nobody has said anything of. */
  public static StreamPolicy usual(String stream) {
    return new StreamPolicy(stream, 1, Optional.empty(), Optional.empty());
  }
}
