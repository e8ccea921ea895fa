package dev.godmode.control.document;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.DocumentLimits;
import dev.godmode.protocol.document.DocumentPath;
import dev.godmode.protocol.text.Spelling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A canonical document as a file of the workspace, for control to change. */
public final class CanonicalFile {

  private static final List<String> FILES = List.of("policy.yaml", CanonicalTree.ROADMAP);

  private final Path workspace;
  private final String path;

  private CanonicalFile(Path workspace, String path) {
    this.workspace = workspace;
    this.path = path;
  }

  /** What came of looking for one. */
  public sealed interface Place {}

  /** Where a document is, or may be. */
  public record Good(CanonicalFile file) implements Place {}

  /** There can be none, in words. */
  public record Bad(String why) implements Place {}

  /** The file of a path, if a canonical document may lie there and no link leads elsewhere. */
  public static Place of(Path workspace, String path) {
    var wrong = DocumentPath.problem(path);
    if (wrong.isPresent()) {
      return new Bad("'%s' %s".formatted(path, wrong.get()));
    }
    var root = path.split("/", 2)[0];
    if (CanonicalTree.ROOTS.stream().noneMatch(known -> holds(known, path))) {
      return new Bad(
          "'%s' is no canonical document: they lie in %s%s"
              .formatted(
                  path,
                  String.join(", ", CanonicalTree.ROOTS),
                  Spelling.hint(root, CanonicalTree.ROOTS)));
    }
    if (Files.isDirectory(workspace.resolve(path))) {
      return new Bad("'%s' is a folder: name a document in it".formatted(path));
    }
    var below = Path.of(path);
    var linked =
        IntStream.rangeClosed(1, below.getNameCount())
            .mapToObj(names -> workspace.resolve(below.subpath(0, names)))
            .filter(Files::isSymbolicLink)
            .findFirst();
    return linked
        .<Place>map(link -> new Bad("'%s' lies behind a link".formatted(path)))
        .orElseGet(() -> new Good(new CanonicalFile(workspace, path)));
  }

  private static boolean holds(String root, String path) {
    return FILES.contains(root) ? path.equals(root) : path.startsWith(root + "/");
  }

  /** What is in it; empty when it is not there. */
  public Optional<byte[]> content() {
    try (var in =
        Files.newInputStream(
            workspace.resolve(path), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(in.readNBytes((int) DocumentLimits.DOCUMENT_MAX_BYTES + 1));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(path), e);
    }
  }

  /** Its content's hash; empty when it is not there. */
  public Optional<String> hash() {
    return content().map(ContentHash::of);
  }

  /** Replaces it as a whole: whoever reads it meanwhile sees the old one or the new one. */
  public void write(byte[] content) {
    var file = workspace.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      var fresh = file.resolveSibling("." + file.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      Files.write(fresh, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written".formatted(path), e);
    }
  }
}
