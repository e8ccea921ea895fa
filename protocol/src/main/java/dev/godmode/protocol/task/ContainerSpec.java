package dev.godmode.protocol.task;

/**
 * The container in which an agent's program runs, instead of as a process of the node.
 *
 * @param image as the node's container engine knows it
 */
public record ContainerSpec(String image) {

  public ContainerSpec {
    if (image.isBlank()) {
      throw new IllegalArgumentException("a container has an image");
    }
  }
}
