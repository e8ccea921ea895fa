package dev.godmode.worker.container;

import dev.godmode.protocol.task.ContainerSpec.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What of the node a container may never see, whatever its agent's profile says. */
final class MountRules {

  private final Path home;
  private final List<Path> sockets;

  /**
   * Rules of a node.
   *
   * @param home the worker's folder, with its key and its secrets
   * @param sockets of container engines: whoever reaches one owns the node
   */
  MountRules(Path home, List<Path> sockets) {
    this.home = home;
    this.sockets = List.copyOf(sockets);
  }

  /**
   * Checks one, links followed.
   *
   * @throws IOException in words for people when it is refused
   */
  void check(Mount mount) throws IOException {
    var asked = Path.of(mount.from());
    if (!Files.exists(asked)) {
      throw new IOException(
          "the container mounts %s, which is not on this node".formatted(mount.from()));
    }
    var from = asked.toRealPath();
    for (var socket : sockets) {
      if (holds(from, socket)) {
        throw new IOException(
            "the container would see the container engine's socket %s by its mount %s: refused"
                .formatted(socket, mount.from()));
      }
    }
    if (holds(from, home) || from.startsWith(home.toRealPath())) {
      throw new IOException(
          "the container would see the worker's own folder %s by its mount %s: refused"
              .formatted(home, mount.from()));
    }
  }

  private static boolean holds(Path from, Path secret) throws IOException {
    return secret.toRealPath().startsWith(from);
  }
}
