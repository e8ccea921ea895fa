package dev.godmode.control.change;

import dev.godmode.protocol.document.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What attempts changed, as patches in files of control's own; named by what is in them. */
public final class ChangeFiles {

  /** The oldest go. */
  static final int KEPT_MAX = 2_000;

  private static final int SLACK = 100;

  private final Path folder;

  public ChangeFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Keeps one; the same again changes nothing. Durable enough: the worker has it until control has
   * its report.
   *
   * @throws IllegalArgumentException when it is not what its name says
   */
  public synchronized void keep(String hash, byte[] patch) {
    if (!ContentHash.of(patch).equals(hash)) {
      throw new IllegalArgumentException("a patch is not what its hash says");
    }
    try {
      Files.createDirectories(folder);
      var fresh = Files.createTempFile(folder, "new", ".tmp");
      Files.write(fresh, patch);
      Files.move(
          fresh, file(hash), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      sweep();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a change in " + folder, e);
    }
  }

  /** The patch; empty when it was never kept, or is gone. */
  public Optional<byte[]> find(String hash) {
    if (!hash.matches(ContentHash.PATTERN)) {
      return Optional.empty();
    }
    try {
      return Files.isRegularFile(file(hash), LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(Files.readAllBytes(file(hash)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a change in " + folder, e);
    }
  }

  private Path file(String hash) {
    return folder.resolve(hash + ".patch");
  }

  private void sweep() throws IOException {
    var all = new ArrayList<Path>();
    try (var files = Files.newDirectoryStream(folder, "*.patch")) {
      files.forEach(all::add);
    }
    if (all.size() > KEPT_MAX + SLACK) {
      all.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
      for (var file : List.copyOf(all.subList(0, all.size() - KEPT_MAX))) {
        Files.deleteIfExists(file);
      }
    }
  }
}
