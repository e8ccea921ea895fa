package dev.godmode.protocol.document;

import java.util.Optional;
import java.util.regex.Pattern;

/** Where in a snapshot a document may lie: nowhere that any file system takes for elsewhere. */
public final class DocumentPath {

  /** Characters. */
  public static final int LENGTH_MAX = 200;

  private static final int DEPTH_MAX = 12;

  /** What no common file system gives a meaning of its own, and what nothing hides. */
  private static final Pattern NAME =
      Pattern.compile(
          "[^\\p{Cntrl}/\\\\:*?\"<>|.~ ]([^\\p{Cntrl}/\\\\:*?\"<>|]*[^\\p{Cntrl}/\\\\:*?\"<>|. ])?");

  private DocumentPath() {}

  /** What is wrong with a path, for after the path itself; empty when nothing is. */
  public static Optional<String> problem(String path) {
    if (path.isEmpty() || path.length() > LENGTH_MAX) {
      return Optional.of("must have 1 to %d characters".formatted(LENGTH_MAX));
    }
    var names = path.split("/", -1);
    if (names.length > DEPTH_MAX) {
      return Optional.of("lies deeper than %d folders".formatted(DEPTH_MAX - 1));
    }
    for (var name : names) {
      if (!NAME.matcher(name).matches()) {
        return Optional.of(
            name.equals("..") || name.equals(".") || name.isEmpty()
                ? "leads somewhere else: write it as folder/name.md"
                : "has a name that not every machine can store: '%s'".formatted(name));
      }
    }
    return Optional.empty();
  }
}
