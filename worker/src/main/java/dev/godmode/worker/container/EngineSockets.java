package dev.godmode.worker.container;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where container engines listen on a machine. */
public final class EngineSockets {

  private static final String UNIX = "unix://";

  /** Engines of all kinds: who reaches one of these owns the node. */
  private static final List<String> USUAL =
      List.of(
          "/var/run/docker.sock",
          "/run/podman/podman.sock",
          "/run/containerd/containerd.sock",
          "/run/crio/crio.sock");

  private EngineSockets() {}

  /**
   * Places to look for Docker or Podman, in this order: what {@code DOCKER_HOST} names, and when it
   * names nothing Docker's own, the person's Podman, the system's Podman.
   */
  public static List<Path> places(Map<String, String> environment) {
    var host = Optional.ofNullable(environment.get("DOCKER_HOST")).filter(text -> !text.isBlank());
    if (host.isPresent()) {
      // An engine elsewhere has no part of this node's folders: it cannot run an attempt.
      return host.filter(text -> text.startsWith(UNIX))
          .map(text -> List.of(Path.of(text.substring(UNIX.length()))))
          .orElse(List.of());
    }
    return Stream.of(
            Optional.of("/var/run/docker.sock"),
            Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                .map(folder -> folder + "/podman/podman.sock"),
            Optional.of("/run/podman/podman.sock"))
        .flatMap(Optional::stream)
        .map(Path::of)
        .toList();
  }

  /** Every socket that no container may see; those of {@link #places} and the usual ones. */
  static List<Path> forbidden(List<Path> places) {
    return Stream.concat(places.stream(), USUAL.stream().map(Path::of))
        .filter(Files::exists)
        .toList();
  }
}
