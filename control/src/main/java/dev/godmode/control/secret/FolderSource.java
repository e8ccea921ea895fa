package dev.godmode.control.secret;

import dev.godmode.protocol.text.SecretReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A folder with a file for each secret, as Kubernetes and Docker mount theirs. Modes are not
 * judged: whoever mounts them decides that. A line's end at the end of a file is not part of it.
 */
public final class FolderSource implements SecretSource {

  private static final int FILES_MAX = 10_000;

  private final Path folder;

  public FolderSource(Path folder) {
    this.folder = folder;
  }

  @Override
  public String words() {
    return "files of " + folder;
  }

  /** Names have no slash in them and do not begin with a dot, so none leads out of the folder. */
  @Override
  public Finding find(String name) {
    var file = folder.resolve(name);
    if (!Files.isDirectory(folder)) {
      return new Trouble("there is no folder " + folder, false);
    }
    if (!SecretReference.isName(name) || !Files.isRegularFile(file)) {
      return new Absent();
    }
    try {
      var text =
          new String(SecretFiles.read(file), StandardCharsets.UTF_8).replaceFirst("\\r?\\n$", "");
      return text.isEmpty() ? new Absent() : Named.found(text, words(), name);
    } catch (IOException e) {
      return new Trouble("cannot read %s: %s".formatted(file, e.getMessage()), false);
    }
  }

  @Override
  public Set<String> names() {
    try (var files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(SecretReference::isName)
          .limit(FILES_MAX)
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      return Set.of();
    }
  }
}
