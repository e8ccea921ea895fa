package dev.godmode.audit;

import dev.godmode.audit.Source.Held;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files below a folder, or one file. In a git checkout those that git holds or would take (and
 * files of secrets, wherever they are), elsewhere all.
 *
 * @param root the folder that paths are relative to
 * @param held what git has to do with each; empty outside of a repository
 */
record Tree(Path root, List<Path> files, Optional<Map<Path, Held>> held) {

  private static final long BYTES_MAX = 1 << 20;
  private static final int FILES_MAX = 50_000;
  private static final Set<String> NEVER =
      Set.of(".git", "node_modules", "target", ".venv", "vendor");
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  static Tree of(Path place) throws IOException {
    if (!Files.exists(place)) {
      throw new NoSuchFileException(place.toString());
    }
    if (Files.isRegularFile(place)) {
      var parent = Optional.ofNullable(place.toAbsolutePath().getParent()).orElseThrow();
      return new Tree(parent, List.of(place.toAbsolutePath()), Optional.empty());
    }
    var inGit = git(place, "--cached");
    if (inGit.isEmpty()) {
      return new Tree(place, walk(place), Optional.empty());
    }
    var held = new LinkedHashMap<Path, Held>();
    inGit.get().forEach(file -> held.put(file, Held.BY_GIT));
    git(place, "--others").orElse(List.of()).forEach(file -> held.put(file, Held.FREE));
    secretFiles(place).forEach(file -> held.putIfAbsent(file, Held.IGNORED));
    return new Tree(
        place, held.keySet().stream().limit(FILES_MAX).toList(), Optional.of(Map.copyOf(held)));
  }

  /** A {@code .env} is usually ignored by git, and yet its mode matters. */
  private static List<Path> secretFiles(Path place) throws IOException {
    try (var top = Files.list(place)) {
      return top.filter(file -> file.getFileName().toString().startsWith(".env"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static List<Path> walk(Path place) throws IOException {
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        place,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NEVER.contains(String.valueOf(folder.getFileName())) || files.size() >= FILES_MAX
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException fault) {
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /** Names from git; empty where there is no repository, or no git. */
  private static Optional<List<Path>> git(Path place, String which) {
    return new Git(place)
        .names("ls-files", "-z", which, "--exclude-standard")
        .map(names -> names.stream().map(place::resolve).toList());
  }

  Stream<Source> sources() {
    return files.stream().filter(Files::isRegularFile).map(this::source);
  }

  private Source source(Path file) {
    return new Source(
        root.relativize(file).toString().replace('\\', '/'),
        text(file),
        held.map(all -> all.getOrDefault(file, Held.FREE)).orElse(Held.BY_GIT),
        isOpen(file),
        1);
  }

  /** Empty for what is too large or not text: its name is judged all the same. */
  private static String text(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        return "";
      }
      var bytes = Files.readAllBytes(file);
      var decoder = StandardCharsets.UTF_8.newDecoder();
      var text = decoder.decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') < 0 ? text : "";
    } catch (CharacterCodingException e) {
      return "";
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean isOpen(Path file) {
    try {
      return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
