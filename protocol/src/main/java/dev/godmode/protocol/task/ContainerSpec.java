package dev.godmode.protocol.task;

import java.util.List;

/**
 * The container in which an agent's program runs, instead of as a process of the node. Memory is
 * bounded by {@link Limits#memoryBytes()}; all other bounds are here.
 *
 * @param image as the node's container engine knows it
 * @param readOnly whether its root cannot be written; its workspace and {@code /tmp} always can
 * @param cpus processor cores it may use at most, fractions allowed; 0 for no bound
 * @param pids processes and threads it may have at most
 * @param tmpBytes size of its {@code /tmp}, which is kept in memory
 */
public record ContainerSpec(
    String image,
    Pull pull,
    Network network,
    boolean readOnly,
    double cpus,
    int pids,
    long tmpBytes,
    List<Mount> mounts) {

  /** The skill of a node that has a container engine. */
  public static final String SKILL = "container";

  public static final int PIDS_DEFAULT = 512;
  public static final int PIDS_MAX = 1 << 22;
  public static final long TMP_DEFAULT = 64L << 20;
  public static final int MOUNTS_MAX = 32;

  /** When the engine asks a registry for the image. */
  public enum Pull {
    NEVER,
    /** Only when the node does not have it. */
    MISSING,
    /** Before every attempt. */
    ALWAYS
  }

  /** What of the network it sees. */
  public enum Network {
    NONE,
    /** The engine's own bridge: out through the node, nothing comes in. */
    BRIDGE
  }

  /**
   * A folder or file of the node.
   *
   * @param from absolute, on the node
   * @param to absolute, in the container
   */
  public record Mount(String from, String to, boolean writable) {

    public Mount {
      if (!from.startsWith("/") || !to.startsWith("/") || to.equals("/")) {
        throw new IllegalArgumentException(
            "a mount has an absolute place on the node and one in the container, was '%s:%s'"
                .formatted(from, to));
      }
    }
  }

  public ContainerSpec {
    mounts = List.copyOf(mounts);
    if (image.isBlank() || image.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "a container has an image, one word like 'debian:13', was '%s'".formatted(image));
    }
    if (!(cpus >= 0) || Double.isInfinite(cpus)) {
      throw new IllegalArgumentException("cpus cannot be negative, was " + cpus);
    }
    if (pids < 1 || pids > PIDS_MAX) {
      throw new IllegalArgumentException("pids must be 1 to %d, was %d".formatted(PIDS_MAX, pids));
    }
    if (tmpBytes < 1) {
      throw new IllegalArgumentException("tmp must have a size, was " + tmpBytes);
    }
    if (mounts.size() > MOUNTS_MAX) {
      throw new IllegalArgumentException(
          "a container has at most %d mounts, was %d".formatted(MOUNTS_MAX, mounts.size()));
    }
  }

  /** The image with everything shut: never pulled, no network, nothing to write on. */
  public static ContainerSpec of(String image) {
    return new ContainerSpec(
        image, Pull.NEVER, Network.NONE, true, 0, PIDS_DEFAULT, TMP_DEFAULT, List.of());
  }
}
