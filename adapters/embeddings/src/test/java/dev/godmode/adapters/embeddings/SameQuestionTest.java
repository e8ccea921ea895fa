package dev.godmode.adapters.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cosine that is told to people as a careful one, where answers are kept for other words. */
class SameQuestionTest {

  private static final double CAREFUL = 0.95;

  private static final MiniLmEmbedder EMBEDDER = new MiniLmEmbedder();

  private static double cosine(String one, String other) {
    var meanings = EMBEDDER.embed(List.of(one, other));
    return meanings.getFirst().dot(meanings.getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "How many attempts have failed today? | how many attempts failed today",
        "How do I reset my password?          | How can I reset my password?",
        "How do I reset my password?          | What is the way to reset my password?",
      })
  void the_same_question_in_other_words_is_within_it(String one, String other) {
    assertThat(cosine(one, other)).isGreaterThan(CAREFUL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "How many attempts have failed today?             | how many attempts failed yesterday",
        "How many attempts have failed today?             | how many attempts succeeded today",
        "which is the fastest node                        | which is the slowest node",
        "open the door                                    | close the door",
        "enable the cache                                 | disable the cache",
        "Is the disk full?                                | Is the disk empty?",
        "What does the scheduler do when a node is lost?  | What does the scheduler do when a node is added?",
      })
  void another_question_is_not(String one, String other) {
    assertThat(cosine(one, other)).isLessThan(CAREFUL);
  }
}
