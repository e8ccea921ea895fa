package dev.godmode.worker.executor;

import dev.godmode.protocol.task.AttemptKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to start, and where.
 *
 * @param plain its environment, but for what is secret
 * @param secret the part of its environment that nobody else may see
 * @param joined whether stderr comes with stdout
 * @param spoken whether it is spoken to; else its input is empty
 */
public record Launch(
    AttemptKey attempt,
    List<String> command,
    Place place,
    Map<String, String> plain,
    Map<String, String> secret,
    boolean joined,
    boolean spoken) {

  /**
   * The attempt's folders on the node.
   *
   * @param home what is its own, but for the workspace: inputs, result
   * @param work its workspace, where the program starts
   * @param docs the fleet's design documents, where the node has them
   * @param snapshot all of its documents, where the node has them
   */
  public record Place(Path home, Path work, Optional<Path> docs, Optional<Path> snapshot) {}

  public Launch {
    command = List.copyOf(command);
    plain = Map.copyOf(plain);
    secret = Map.copyOf(secret);
  }

  /** All of its environment. */
  public Map<String, String> environment() {
    var all = new HashMap<>(plain);
    all.putAll(secret);
    return all;
  }
}
