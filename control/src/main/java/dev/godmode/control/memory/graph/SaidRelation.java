package dev.godmode.control.memory.graph;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A relation as somebody says it, in a line of a memory: {@code checkout → depends on → billing},
 * or with {@code ->} for the arrows.
 */
public record SaidRelation(String from, String verb, String to) {

  private static final Pattern ARROW = Pattern.compile("\\s(?:→|-{1,2}>)\\s");

  /**
   * One that can be said.
   *
   * @throws IllegalArgumentException when it would not be understood, in words for people
   */
  public SaidRelation {
    from = oneOf("the first thing", from);
    verb = oneOf("the relation", verb);
    to = oneOf("the second thing", to);
    relation(from, verb, to, FleetNames.NONE);
  }

  private static String oneOf(String what, String words) {
    var plain = words.strip().replaceAll("\\s+", " ");
    if (plain.isEmpty() || ARROW.matcher(" " + plain + " ").find()) {
      throw new IllegalArgumentException(
          "%s is '%.80s': say a few words, and no arrows".formatted(what, plain));
    }
    return plain;
  }

  /** As it is remembered. */
  public String text() {
    return "%s → %s → %s".formatted(from, verb, to);
  }

  /** The relation that a line of a memory says; empty for all other lines. */
  static Optional<Relation> read(String line, FleetNames names) {
    var parts = ARROW.split(line.strip(), -1);
    if (parts.length != 3 || line.length() > 2 * Entity.NAME_MAX + Relation.VERB_MAX) {
      return Optional.empty();
    }
    try {
      return Optional.of(relation(parts[0], parts[1].strip(), parts[2], names));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Only a text with arrows.
    }
  }

  private static Relation relation(String from, String verb, String to, FleetNames names) {
    return new Relation(TextRules.called(from, names), verb, TextRules.called(to, names));
  }
}
