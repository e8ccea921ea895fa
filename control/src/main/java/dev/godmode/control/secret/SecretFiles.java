package dev.godmode.control.secret;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that hold secrets: only their owner may read them, and they are replaced as a whole. */
public final class SecretFiles {

  /** More than this is no file of secrets. */
  static final int BYTES_MAX = 1 << 20;

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private SecretFiles() {}

  /**
   * All of a file that only its owner can read.
   *
   * @throws IOException when others can, or it cannot be read, in words for people
   */
  public static byte[] readPrivate(Path file) throws IOException {
    if (Files.exists(file)
        && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
      throw new IOException(
          "others on this machine can read %s: chmod 600 %s".formatted(file, file));
    }
    return read(file);
  }

  /** All of a file, whoever can read it. */
  static byte[] read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new IOException("%s is larger than %d KiB".formatted(file, BYTES_MAX >> 10));
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    } catch (AccessDeniedException e) {
      throw new IOException("may not read " + file, e);
    }
  }

  /** Writes it anew for its owner alone; never half, and never open to others for a moment. */
  public static void write(Path file, byte[] bytes) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    var fresh =
        Files.createTempFile(
            folder,
            "." + file.getFileName(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(fresh, bytes);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
