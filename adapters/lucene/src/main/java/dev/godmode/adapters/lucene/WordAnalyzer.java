package dev.godmode.adapters.lucene;

import static org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS;
import static org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter.GENERATE_WORD_PARTS;
import static org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter.PRESERVE_ORIGINAL;
import static org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE;
import static org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Words as they are looked for: of any writing, in lower case, without accents, English ones by
 * their stem; {@code CheckRunner} and {@code check_runner} are also their parts.
 */
final class WordAnalyzer extends Analyzer {

  /** Words that a question has and that say nothing of what it is about. */
  private static final Set<String> OF_QUESTIONS =
      Set.of(
          "what", "when", "where", "which", "who", "whom", "whose", "why", "how", "do", "does",
          "did", "can", "could", "should", "would", "may", "must", "i", "me", "my", "we", "us",
          "our", "you", "your", "he", "she", "have", "has", "had", "been", "were", "am", "so",
          "about", "from", "than", "any");

  private static final CharArraySet ENGLISH = EnglishAnalyzer.ENGLISH_STOP_WORDS_SET;

  private static final int PARTS =
      GENERATE_WORD_PARTS
          | GENERATE_NUMBER_PARTS
          | PRESERVE_ORIGINAL
          | SPLIT_ON_CASE_CHANGE
          | STEM_ENGLISH_POSSESSIVE;

  @Override
  protected TokenStreamComponents createComponents(String field) {
    var tokenizer = new StandardTokenizer();
    var parts = new FlattenGraphFilter(new WordDelimiterGraphFilter(tokenizer, PARTS, null));
    return new TokenStreamComponents(
        tokenizer, new KStemFilter(new ASCIIFoldingFilter(new LowerCaseFilter(parts))));
  }

  /**
   * What a question is about: the first so many words of it, each once, without those that every
   * text has; with them where there are no others. Whatever else is in it is no word.
   */
  Set<String> words(String field, String text, int limit) throws IOException {
    var all = all(field, text, limit);
    var telling = new LinkedHashSet<>(all);
    telling.removeIf(word -> OF_QUESTIONS.contains(word) || ENGLISH.contains(word));
    return telling.isEmpty() ? all : telling;
  }

  private Set<String> all(String field, String text, int limit) throws IOException {
    var words = new LinkedHashSet<String>();
    try (var stream = tokenStream(field, text)) {
      var term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (words.size() < limit && stream.incrementToken()) {
        words.add(term.toString());
      }
    }
    return words;
  }
}
