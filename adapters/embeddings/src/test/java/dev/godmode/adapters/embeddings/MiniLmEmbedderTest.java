package dev.godmode.adapters.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.memory.Embedding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MiniLmEmbedderTest {

  private static final MiniLmEmbedder EMBEDDER = new MiniLmEmbedder();

  private static Embedding meaning(String text) {
    return EMBEDDER.embed(List.of(text)).getFirst();
  }

  @Test
  void texts_that_mean_the_same_are_nearer_than_texts_that_do_not() {
    var asked = meaning("how do I make the build faster?");

    assertThat(asked.dot(meaning("compilation takes less time with the incremental cache")))
        .isGreaterThan(asked.dot(meaning("the gate opens at nine")) + 0.2);
  }

  @Test
  void the_same_text_means_the_same_alone_and_among_others() {
    var together = EMBEDDER.embed(List.of("one thing", "another thing"));

    assertThat(together.get(1).dot(meaning("another thing"))).isGreaterThan(0.99);
    assertThat(together.getFirst().dimensions()).isEqualTo(EMBEDDER.dimensions());
  }

  @ParameterizedTest
  @ValueSource(strings = {"?!…", "הדלת נפתחת בתשע", "門は九時に開きます", "\u202ex", "🙂"})
  void whatever_is_written_means_something(String text) {
    assertThat(meaning(text).dot(meaning(text))).isBetween(0.999, 1.001);
  }

  @Test
  void of_a_long_text_the_beginning_counts() {
    var filler = "This sentence is about nothing in particular. ".repeat(150);

    assertThat(meaning(filler + "The garden gate opens at nine.").dot(meaning(filler)))
        .isGreaterThan(0.999);
  }
}
