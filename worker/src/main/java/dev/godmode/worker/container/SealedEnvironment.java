package dev.godmode.worker.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Secret variables on their way into a container: lines for its shell, in a file that only its user
 * can read and that the shell deletes before the program begins. What an engine tells of a
 * container has its environment in it, but not this file.
 */
final class SealedEnvironment {

  private SealedEnvironment() {}

  /** Writes the file anew; a link that the program left in its place is not followed. */
  static void write(Path folder, Map<String, String> secrets) throws IOException {
    var file = folder.resolve(ContainerPlaces.SECRETS_NAME);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(
        file,
        lines(secrets).getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  /** Deletes it, where no shell came to do so. */
  static void forget(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(ContainerPlaces.SECRETS_NAME));
    } catch (IOException e) {
      // What is in its place now is no file of ours.
    }
  }

  static String lines(Map<String, String> secrets) {
    return secrets.entrySet().stream()
        .map(entry -> "export %s=%s\n".formatted(entry.getKey(), quoted(entry.getValue())))
        .sorted()
        .collect(Collectors.joining());
  }

  /** Nothing means anything between single quotes, but a single quote. */
  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
