package dev.godmode.worker.attempt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The node's own secrets: NAME=value, one a line, in a file that only its owner can read. */
final class SecretsFile {

  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private SecretsFile() {}

  /** What is in it. */
  sealed interface Content {}

  /** Name to value; none when there is no file. */
  record Values(Map<String, String> byName) implements Content {}

  /** It must not be used, in words for people. */
  record Unusable(String why) implements Content {}

  static Content read(Path file) {
    try {
      return !Files.exists(file)
          ? new Values(Map.of())
          : Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)
              ? new Unusable("others can read this node's secrets: chmod 600 " + file)
              : new Values(values(file));
    } catch (IOException e) {
      return new Unusable("cannot read %s: %s".formatted(file, e.getMessage()));
    }
  }

  private static Map<String, String> values(Path file) throws IOException {
    var secrets = new HashMap<String, String>();
    for (var line : Files.readAllLines(file)) {
      var equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        secrets.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return secrets;
  }
}
