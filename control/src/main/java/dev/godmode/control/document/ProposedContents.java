package dev.godmode.control.document;

import dev.godmode.protocol.document.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;

/** What is proposed, by its hash, until it is decided. */
public final class ProposedContents {

  private final Path folder;

  public ProposedContents(Path folder) {
    this.folder = folder;
  }

  /** Keeps a content, and says its hash. */
  public String keep(byte[] content) {
    var hash = ContentHash.of(content);
    try {
      Files.createDirectories(folder);
      var fresh = Files.createTempFile(folder, "new", ".tmp");
      Files.write(fresh, content);
      Files.move(
          fresh,
          folder.resolve(hash),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      return hash;
    } catch (IOException e) {
      throw new UncheckedIOException("a proposal cannot be kept in " + folder, e);
    }
  }

  /** A content, if it is here and still what it was. */
  public Optional<byte[]> find(String hash) {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(hash)))
          .filter(content -> ContentHash.of(content).equals(hash));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("a proposal cannot be read from " + folder, e);
    }
  }

  /** Lets go of all others. */
  public void keepOnly(Set<String> hashes) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var all = Files.list(folder)) {
      for (var file : all.toList()) {
        if (!hashes.contains(String.valueOf(file.getFileName()))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("decided proposals cannot be deleted from " + folder, e);
    }
  }
}
