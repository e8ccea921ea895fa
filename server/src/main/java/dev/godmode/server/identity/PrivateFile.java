package dev.godmode.server.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A small file that only its owner may read; replaced as a whole, so it is never half written. */
public record PrivateFile(Path path) {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  public Optional<String> read() {
    try {
      return Optional.of(Files.readString(path));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw fault("read", e);
    }
  }

  public void write(String text) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      var fresh =
          Files.createTempFile(
              path.toAbsolutePath().getParent(),
              path.getFileName().toString(),
              ".new",
              PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw fault("write", e);
    }
  }

  private UncheckedIOException fault(String doing, IOException e) {
    return new UncheckedIOException("cannot %s %s: %s".formatted(doing, path, e), e);
  }
}
