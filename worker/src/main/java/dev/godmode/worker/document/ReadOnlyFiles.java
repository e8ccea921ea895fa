package dev.godmode.worker.document;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Folders whose files nobody shall change by mistake. */
final class ReadOnlyFiles {

  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("r--r--r--");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("r-xr-xr-x");
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwx------");

  private ReadOnlyFiles() {}

  /** Writes a file that must not be there yet, through no link. */
  static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Reads a file through no link. */
  static byte[] read(Path file) throws IOException {
    try (var in = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return in.readAllBytes();
    }
  }

  static void shut(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found)
              throws IOException {
            Files.setPosixFilePermissions(file, FILE);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException fault)
              throws IOException {
            Files.setPosixFilePermissions(dir, FOLDER);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Deletes a folder with all that is in it; one that is not there is no matter. */
  static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(folder);
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes found)
              throws IOException {
            Files.setPosixFilePermissions(dir, OPEN);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException fault)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
