package dev.godmode.control.inference.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.inference.cache.AlikeQuestions.Meant;
import dev.godmode.control.memory.Embedding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlikeQuestionsTest {

  private static final CacheKey HERE = new CacheKey("around");
  private static final CacheKey ANSWER = new CacheKey("answer");

  private final AlikeQuestions questions = new AlikeQuestions();

  /** In a plane, so many degrees from what everything else here means. */
  private static Meant question(CacheKey around, String words, double degrees) {
    var angle = Math.toRadians(degrees);
    return new Meant(
        around,
        Particulars.of(words),
        Embedding.of(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)}, 2));
  }

  private static Meant question(double degrees) {
    return question(HERE, "how do you do", degrees);
  }

  @Test
  void the_nearest_that_is_near_enough_is_found() {
    questions.add(question(0), ANSWER);
    questions.add(question(8), new CacheKey("nearer"));

    assertThat(questions.nearest(question(12), 0.95)).contains(new CacheKey("nearer"));
    assertThat(questions.nearest(question(40), 0.95)).isEmpty();
  }

  @Test
  void with_anything_else_around_it_nothing_is_alike() {
    questions.add(question(0), ANSWER);

    assertThat(questions.nearest(question(new CacheKey("other"), "how do you do", 0), 0.8))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "how do I delete run 17?   | how do I delete run 18?",
        "is it safe to merge?      | is it not safe to merge?",
        "can it be undone?         | can't it be undone?",
        "what is in src/main?      | what is in src/test?",
        "who is the owner in Paris | who is the owner in London",
        "from 3 to 5               | from 5 to 3",
        "what is \"a b\" for?      | what is \"a c\" for?",
      })
  void what_must_be_the_same_to_the_letter_keeps_them_apart(String one, String other) {
    questions.add(question(HERE, one, 0), ANSWER);

    assertThat(questions.nearest(question(HERE, other, 0), 0.8)).isEmpty();
    assertThat(questions.nearest(question(HERE, one, 0), 0.8)).contains(ANSWER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "How many attempts failed today?    | how many attempts have failed today",
        "Please list the nodes (with tags). | list all nodes with tags",
      })
  void other_words_alone_do_not(String one, String other) {
    questions.add(question(HERE, one, 0), ANSWER);

    assertThat(questions.nearest(question(HERE, other, 0), 0.8)).contains(ANSWER);
  }

  @Test
  void an_embedder_of_other_dimensions_understands_none_of_the_old_ones() {
    questions.add(question(0), ANSWER);
    var other = new Meant(HERE, Particulars.of("how"), Embedding.of(new float[] {1, 0, 0}, 3));

    assertThat(questions.nearest(other, 0.8)).isEmpty();
  }

  @Test
  void what_is_forgotten_is_found_no_more() {
    questions.add(question(0), ANSWER);

    questions.forget(HERE, ANSWER);

    assertThat(questions.nearest(question(0), 0.8)).isEmpty();
    assertThat(questions.size()).isZero();
  }

  @Test
  void an_answer_that_is_kept_anew_is_one_still() {
    questions.add(question(0), ANSWER);
    questions.add(question(0), ANSWER);

    assertThat(questions.size()).isOne();
  }

  @Test
  void the_oldest_with_the_same_around_it_makes_room() {
    for (var i = 0; i <= AlikeQuestions.ALIKE_AROUND_MAX; i++) {
      questions.add(question(HERE, "run " + i, 0), new CacheKey("answer " + i));
    }

    assertThat(questions.size()).isEqualTo(AlikeQuestions.ALIKE_AROUND_MAX);
    assertThat(questions.nearest(question(HERE, "run 0", 0), 0.8)).isEmpty();
    assertThat(questions.nearest(question(HERE, "run 1", 0), 0.8)).isPresent();
  }

  @Test
  void what_was_not_looked_for_the_longest_makes_room() {
    for (var i = 0; i < AlikeQuestions.MAX; i++) {
      questions.add(question(new CacheKey("around " + i), "run", 0), new CacheKey("answer " + i));
    }
    questions.nearest(question(new CacheKey("around 0"), "run", 0), 0.8);

    questions.add(question(0), ANSWER);

    assertThat(questions.size()).isEqualTo(AlikeQuestions.MAX);
    assertThat(questions.nearest(question(new CacheKey("around 0"), "run", 0), 0.8)).isPresent();
    assertThat(questions.nearest(question(new CacheKey("around 1"), "run", 0), 0.8)).isEmpty();
  }
}
