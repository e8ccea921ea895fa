package dev.godmode.control.memory.graph;

import dev.godmode.protocol.text.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that others have to do with, written {@code file:config.yaml}.
 *
 * @param name of a memory, a task or a node its id; of a plain name in lower case
 */
public record Entity(Kind kind, String name) {

  /** In characters. */
  public static final int NAME_MAX = 160;

  /** Kinds of entities. */
  public enum Kind {
    MEMORY,
    TASK,
    AGENT,
    NODE,
    STREAM,
    DOCUMENT,
    FILE,
    TAG,
    /** Anything else: an identifier of a program, or what somebody calls something. */
    NAME;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
  }

  public Entity {
    if (!fits(name)) {
      throw new IllegalArgumentException(
          "'%.80s' cannot be named: say 1 to %d characters in one line".formatted(name, NAME_MAX));
    }
  }

  /** Whether something of that name may be an entity. */
  public static boolean fits(String name) {
    return !name.isBlank()
        && name.length() <= NAME_MAX
        && name.codePoints().noneMatch(point -> Character.isISOControl(point) || isHalf(point));
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  /** Reads one that is written with its kind; empty where no kind is said. */
  public static Optional<Entity> written(String word) {
    var colon = word.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Kind.of(word.substring(0, colon))
            .map(kind -> new Entity(kind, word.substring(colon + 1).strip()));
  }

  /**
   * Reads one as it is kept.
   *
   * @throws IllegalArgumentException when it is none, with what was probably meant
   */
  public static Entity parse(String word) {
    return written(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%.80s' is no entity%s: say KIND:NAME, where kinds are %s"
                        .formatted(
                            word,
                            Spelling.hint(
                                word.substring(0, Math.max(0, word.indexOf(':'))), kinds()),
                            String.join(", ", kinds()))));
  }

  public static List<String> kinds() {
    return Arrays.stream(Kind.values()).map(Kind::word).toList();
  }

  public static Entity memory(String id) {
    return new Entity(Kind.MEMORY, id);
  }

  /** As it is written. */
  public String word() {
    return kind.word() + ":" + name;
  }
}
