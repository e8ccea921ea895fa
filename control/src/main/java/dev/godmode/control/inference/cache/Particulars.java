package dev.godmode.control.inference.cache;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What two texts must share to the letter, and in this order, before what they mean may count:
 * numbers, names, paths, what is quoted, and whether something is denied. Embeddings hardly tell
 * "delete run 17" from "delete run 18", nor "safe" from "not safe".
 */
record Particulars(List<String> words) {

  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|`[^`]*`|\\S+");
  private static final Pattern AROUND = Pattern.compile("^[(\\[{]+|[.,;:!?)\\]}…]+$");
  private static final Set<String> DENIALS =
      Set.of("no", "not", "never", "none", "nothing", "without");

  static Particulars of(String text) {
    return new Particulars(
        WORD.matcher(text)
            .results()
            .filter(word -> isParticular(bare(word), word.start() == 0))
            .map(Particulars::bare)
            .toList());
  }

  private static String bare(MatchResult word) {
    return AROUND.matcher(word.group()).replaceAll("");
  }

  /** The first word begins with a capital whatever it is. */
  private static boolean isParticular(String word, boolean first) {
    return !word.chars().allMatch(Character::isLetter)
        || word.chars().skip(first ? 1 : 0).anyMatch(Character::isUpperCase)
        || DENIALS.contains(word.toLowerCase(Locale.ROOT));
  }
}
