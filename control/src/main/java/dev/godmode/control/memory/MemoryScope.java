package dev.godmode.control.memory;

import dev.godmode.protocol.text.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Whose a memory is: {@code agent:builder}, {@code node:ID}, {@code stream:shop}, or {@code fleet}.
 *
 * @param name of the agent's type or the stream, the node's id; empty for the fleet
 */
public record MemoryScope(Kind kind, String name) {

  public static final int NAME_MAX = 200;
  public static final MemoryScope FLEET = new MemoryScope(Kind.FLEET, "");

  /** Kinds, the narrow ones first. */
  public enum Kind {
    AGENT,
    NODE,
    STREAM,
    FLEET;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** How many see it: agents and nodes are as narrow as each other. */
    private int width() {
      return switch (this) {
        case AGENT, NODE -> 0;
        case STREAM -> 1;
        case FLEET -> 2;
      };
    }
  }

  public MemoryScope {
    if (kind == Kind.FLEET ? !name.isEmpty() : name.isBlank() || name.length() > NAME_MAX) {
      throw new IllegalArgumentException(
          "a scope is agent:TYPE, node:NAME, stream:NAME or fleet, not '%s:%s'"
              .formatted(kind.word(), name));
    }
  }

  public static MemoryScope agent(String type) {
    return new MemoryScope(Kind.AGENT, type);
  }

  public static MemoryScope stream(String name) {
    return new MemoryScope(Kind.STREAM, name);
  }

  public static MemoryScope node(String id) {
    return new MemoryScope(Kind.NODE, id);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none, with what was probably meant
   */
  public static MemoryScope parse(String word) {
    if (word.equals(Kind.FLEET.word())) {
      return FLEET;
    }
    var colon = word.indexOf(':');
    var kind = colon < 0 ? word : word.substring(0, colon);
    var known = Arrays.stream(Kind.values()).map(Kind::word).toList();
    if (!known.contains(kind) || colon < 0) {
      throw new IllegalArgumentException(
          "a scope is agent:TYPE, node:NAME, stream:NAME or fleet, not '%s'%s"
              .formatted(word, Spelling.hint(kind, known)));
    }
    return new MemoryScope(
        Kind.valueOf(kind.toUpperCase(Locale.ROOT)), word.substring(colon + 1).strip());
  }

  /** As it is written. */
  public String word() {
    return kind == Kind.FLEET ? kind.word() : kind.word() + ":" + name;
  }

  /** Whether more see what is in it than what is in the other. */
  public boolean isWiderThan(MemoryScope other) {
    return kind.width() > other.kind.width();
  }

  public static List<String> kinds() {
    return Arrays.stream(Kind.values()).map(Kind::word).toList();
  }
}
