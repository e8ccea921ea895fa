package dev.godmode.adapters.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.FileUtils;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs that come with the build, unpacked once. */
final class PostgresBinaries {

  private PostgresBinaries() {}

  /**
   * The folder with {@code bin/}, {@code lib/} and {@code share/}.
   *
   * @param place where to unpack; a folder that appears whole or not at all
   */
  static Path unpacked(Path place) {
    if (Files.isExecutable(place.resolve("bin/postgres"))) {
      return place;
    }
    try {
      Files.createDirectories(place.getParent());
      var fresh = Files.createTempDirectory(place.getParent(), "unpack");
      try {
        unpack(fresh);
        arrive(fresh, place);
      } finally {
        FileUtils.deleteQuietly(fresh.toFile());
      }
      return place;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot unpack PostgreSQL into %s: %s. Is there room, and may you write there?"
              .formatted(place, e.getMessage()),
          e);
    }
  }

  private static void arrive(Path fresh, Path place) throws IOException {
    try {
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another process was quicker; its copy is as good.
      if (!Files.isExecutable(place.resolve("bin/postgres"))) {
        throw e;
      }
    }
  }

  private static void unpack(Path into) throws IOException {
    var name = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
    try (var packed = resource(name);
        var tar = new TarArchiveInputStream(new XZInputStream(packed))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, into);
      }
    }
  }

  private static InputStream resource(String name) throws IOException {
    var packed = PostgresBinaries.class.getClassLoader().getResourceAsStream(name);
    if (packed == null) {
      throw new IOException("the build has no PostgreSQL for this machine (" + name + ")");
    }
    return packed;
  }

  static String archive(String os, String arch) {
    var system = os.toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    var machine = Set.of("aarch64", "arm64").contains(arch) ? "arm_64" : "x86_64";
    return "postgres-%s-%s.txz".formatted(system, machine);
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
      throws IOException {
    var target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("the archive leaves its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, target);
      if ((entry.getMode() & 0100) != 0) {
        Files.setPosixFilePermissions(
            target,
            EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.OWNER_EXECUTE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_EXECUTE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_EXECUTE));
      }
    }
  }
}
