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

  /**
   * Reads it; no file means no secrets.
   *
   * @throws IOException in words for people when others could read it
   */
  static Map<String, String> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Map.of();
    }
    if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
      throw new IOException("others can read the secrets: chmod 600 " + file);
    }
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
