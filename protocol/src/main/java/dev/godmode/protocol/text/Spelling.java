package dev.godmode.protocol.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known word nearest to a misspelt one, by optimal string alignment. */
public final class Spelling {

  /** Further apart than this, or than one for so many letters, is another word. */
  private static final int TYPO_MAX = 3;

  private static final int LETTERS_PER_TYPO = 3;

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
    return Math.clamp(word.length() / LETTERS_PER_TYPO, 1, TYPO_MAX);
  }

  /** Letters left out, added, changed, or swapped with their neighbour. */
  public static int distance(String one, String other) {
    var a = one.toLowerCase(Locale.ROOT);
    var b = other.toLowerCase(Locale.ROOT);
    var rows = new int[a.length() + 1][b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      rows[0][j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      rows[i][0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        var least =
            Math.min(rows[i - 1][j - 1] + change, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        rows[i][j] = isSwap(a, i, b, j) ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
      }
    }
    return rows[a.length()][b.length()];
  }

  private static boolean isSwap(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
