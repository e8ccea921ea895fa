package dev.godmode.cli;

import dev.godmode.cli.Finding.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Whether a container engine that is here may be used by this person, and so by the worker. */
final class EngineChecks {

  private static final String AGAIN = "log in again, then gm down && ./gmup";

  private final Map<Path, String> mends;
  private final Predicate<Path> usable;

  /**
   * Checks of some sockets.
   *
   * @param mends each socket, with how one is let in
   */
  EngineChecks(Map<Path, String> mends, Predicate<Path> usable) {
    this.mends = new LinkedHashMap<>(mends);
    this.usable = usable;
  }

  /** Checks of the places where engines of a machine listen. */
  static EngineChecks usual() {
    var mends = new LinkedHashMap<Path, String>();
    mends.put(
        Path.of("/var/run/docker.sock"),
        "sudo usermod -aG docker %s (who is in that group owns the machine); %s"
            .formatted(System.getProperty("user.name"), AGAIN));
    mends.put(
        Path.of("/run/podman/podman.sock"),
        "use a Podman of your own: systemctl --user enable --now podman.socket; " + AGAIN);
    return new EngineChecks(mends, Files::isWritable);
  }

  /** One engine that may be used is enough. */
  List<Finding> look() {
    var here = mends.keySet().stream().filter(Files::exists).toList();
    return here.stream().anyMatch(usable)
        ? List.of()
        : here.stream().map(socket -> shut(socket, mends.getOrDefault(socket, ""))).toList();
  }

  private static Finding shut(Path socket, String mend) {
    return Finding.of(
        Rule.ENGINE_SHUT,
        socket,
        "a container engine is here, but you may not use it: this node runs no containers",
        mend);
  }
}
