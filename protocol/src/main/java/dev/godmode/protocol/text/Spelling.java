package dev.godmode.protocol.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known word nearest to a misspelt one, by Levenshtein distance. */
public final class Spelling {

  /** Further apart than this, or than a third of the word, is another word. */
  private static final int TYPO_MAX = 3;

  private Spelling() {}

  /** The nearest known word, if it is near enough to be what was meant. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= limit(word))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code " (did you mean 'x'?)"}, or nothing. */
  public static String hint(String word, Collection<String> known) {
    return nearest(word, known).map(meant -> " (did you mean '" + meant + "'?)").orElse("");
  }

  private static int limit(String word) {
    return Math.clamp(word.length() / 3 + 1L, 1, TYPO_MAX);
  }

  static int distance(String one, String other) {
    var a = one.toLowerCase(Locale.ROOT);
    var b = other.toLowerCase(Locale.ROOT);
    var row = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var above = row[j];
        var change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(diagonal + change, Math.min(row[j], row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
