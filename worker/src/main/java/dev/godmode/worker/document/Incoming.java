package dev.godmode.worker.document;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** What has come of documents so far: kept over cuts and restarts, so that nothing comes twice. */
final class Incoming {

  private final Path folder;

  Incoming(Path folder) {
    this.folder = folder;
  }

  private Path file(String hash) {
    return folder.resolve(hash);
  }

  /** How many bytes of it are here. */
  long length(Document document) throws IOException {
    var file = file(document.hash());
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /**
   * Adds a piece.
   *
   * @return whether it fits to what is here; one that does not changes nothing
   */
  boolean append(Document document, long offset, byte[] piece) throws IOException {
    if (offset != length(document) || offset + piece.length > document.bytes()) {
      return false;
    }
    Files.createDirectories(folder);
    Files.write(file(document.hash()), piece, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return true;
  }

  boolean isWhole(Document document) throws IOException {
    return Files.exists(file(document.hash())) && length(document) == document.bytes();
  }

  /** Whether the whole of it is what it shall be; what is not is thrown away. */
  boolean isSound(Document document) throws IOException {
    var sound = ContentHash.of(content(document)).equals(document.hash());
    if (!sound) {
      Files.deleteIfExists(file(document.hash()));
    }
    return sound;
  }

  byte[] content(Document document) throws IOException {
    return Files.readAllBytes(file(document.hash()));
  }

  /** Lets go of what none of these hashes names. */
  void keepOnly(Set<String> hashes) throws IOException {
    if (Files.isDirectory(folder)) {
      try (var all = Files.list(folder)) {
        for (var file : all.toList()) {
          if (!hashes.contains(String.valueOf(file.getFileName()))) {
            ReadOnlyFiles.delete(file);
          }
        }
      }
    }
  }
}
