package dev.godmode.control.access;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The named things that a rule speaks of: {@code secret/github-token:use}, {@code
 * secret/shop-*:use}. A star stands for any number of characters, and never for another kind.
 */
record Names(String kind, String pattern) {

  private static final Pattern WORD =
      Pattern.compile("(secret|broker)/([A-Za-z0-9*][A-Za-z0-9*._-]{0,99}):(use|call|\\*)");

  /** Reads a word of a rule; empty when it speaks of no named thing. */
  static Optional<Names> parse(String word) {
    var match = WORD.matcher(word);
    return match.matches() && verbFits(match.group(1), match.group(3))
        ? Optional.of(new Names(match.group(1), match.group(2)))
        : Optional.empty();
  }

  private static boolean verbFits(String kind, String verb) {
    return verb.equals("*") || verb.equals(verb(kind));
  }

  static String verb(String kind) {
    return kind.equals(Right.UseSecret.KIND) ? Right.UseSecret.VERB : Right.CallBroker.VERB;
  }

  boolean fits(Right.Named right) {
    return kind.equals(kind(right)) && right.name().matches(expression());
  }

  private static String kind(Right.Named right) {
    return switch (right) {
      case Right.UseSecret _ -> Right.UseSecret.KIND;
      case Right.CallBroker _ -> Right.CallBroker.KIND;
    };
  }

  boolean isOfBroker() {
    return kind.equals(Right.CallBroker.KIND);
  }

  private String expression() {
    return Pattern.quote(pattern).replace("*", "\\E.*\\Q");
  }

  /** One of them: the very one that is named, or one that has the star in its name. */
  Right.Named example() {
    return kind.equals(Right.UseSecret.KIND)
        ? new Right.UseSecret(pattern)
        : new Right.CallBroker(pattern);
  }
}
