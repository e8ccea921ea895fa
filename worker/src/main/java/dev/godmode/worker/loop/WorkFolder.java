package dev.godmode.worker.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of the workspace. Its tools lead nowhere else, by no path and no link; what a shell
 * does is another matter, and is asked for.
 */
final class WorkFolder {

  static final int TEXT_MAX_CHARS = 1 << 20;
  static final int LINES_MAX = 1_000;
  static final int LISTED_MAX = 500;
  private static final int LINE_MAX_CHARS = 2_000;

  private final Path root;

  WorkFolder(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /**
   * Lines of a file, each with its number.
   *
   * @param from 1 is the first
   */
  String read(String name, int from) {
    var file = inside(name);
    if (!Files.isRegularFile(file)) {
      throw new ToolTrouble("there is no file " + name);
    }
    var lines = text(file, name).lines().toList();
    var first = Math.max(1, from);
    var last = Math.min(lines.size(), first + LINES_MAX - 1);
    var said = new StringBuilder();
    for (var number = first; number <= last; number++) {
      said.append(number).append('\t').append(cut(lines.get(number - 1))).append('\n');
    }
    if (last < lines.size()) {
      said.append("(%d lines in all: go on with from %d)".formatted(lines.size(), last + 1));
    }
    return said.isEmpty() ? "(empty)" : said.toString();
  }

  private static String cut(String line) {
    return line.length() <= LINE_MAX_CHARS ? line : line.substring(0, LINE_MAX_CHARS) + "…";
  }

  private static String text(Path file, String name) {
    try {
      if (Files.size(file) > TEXT_MAX_CHARS) {
        throw new ToolTrouble("%s is too large to be read at once: use run".formatted(name));
      }
      return Files.readString(file);
    } catch (CharacterCodingException _) {
      throw new ToolTrouble(name + " is no text");
    } catch (IOException e) {
      throw new ToolTrouble("%s cannot be read: %s".formatted(name, e.getMessage()));
    }
  }

  void write(String name, String text) {
    if (text.length() > TEXT_MAX_CHARS) {
      throw new ToolTrouble("a file may have %d characters".formatted(TEXT_MAX_CHARS));
    }
    var file = inside(name);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new ToolTrouble("%s cannot be written: %s".formatted(name, e.getMessage()));
    }
  }

  /** The file's text with one place changed; nothing is written. */
  String changed(String name, String old, String fresh) {
    var text = text(inside(name), name);
    var at = text.indexOf(old);
    if (old.isEmpty() || at < 0) {
      throw new ToolTrouble(
          "'old' is not in %s: read it, and give the text as it stands there".formatted(name));
    }
    if (text.indexOf(old, at + 1) >= 0) {
      throw new ToolTrouble(
          "'old' is in %s more than once: give more of what stands around it".formatted(name));
    }
    return text.substring(0, at) + fresh + text.substring(at + old.length());
  }

  /** Files below a folder, by path. */
  String list(String name) {
    var folder = inside(name);
    if (!Files.isDirectory(folder)) {
      throw new ToolTrouble("there is no folder " + name);
    }
    try (var all = Files.walk(folder)) {
      var paths =
          all.filter(Files::isRegularFile)
              .map(root::relativize)
              .filter(path -> !path.startsWith(".git"))
              .limit(LISTED_MAX + 1L)
              .map(Path::toString)
              .sorted()
              .toList();
      return paths.isEmpty() ? "(no files)" : listed(paths);
    } catch (IOException | UncheckedIOException e) {
      throw new ToolTrouble("%s cannot be listed: %s".formatted(name, e.getMessage()));
    }
  }

  private static String listed(List<String> paths) {
    return paths.stream().limit(LISTED_MAX).collect(Collectors.joining("\n"))
        + (paths.size() > LISTED_MAX ? "\n(and more: list a folder below)" : "");
  }

  private Path inside(String name) {
    try {
      var path = root.resolve(name).normalize();
      if (path.startsWith(root) && existing(path).toRealPath().startsWith(root.toRealPath())) {
        return path;
      }
    } catch (IOException | IllegalArgumentException _) {
      // Said below: it leads nowhere that can be used.
    }
    throw new ToolTrouble("'%s' is not in the workspace".formatted(name));
  }

  /** It, or the nearest folder above it that is there. */
  private static Path existing(Path path) {
    return Stream.iterate(path, at -> at != null, Path::getParent)
        .filter(at -> Files.exists(at, LinkOption.NOFOLLOW_LINKS))
        .findFirst()
        .orElseThrow();
  }
}
