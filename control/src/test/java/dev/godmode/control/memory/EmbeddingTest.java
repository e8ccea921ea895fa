package dev.godmode.control.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {

  @Test
  void it_has_length_one() {
    var embedding = Embedding.of(new float[] {3, 4}, 2);

    assertThat(embedding.values()).containsExactly(0.6f, 0.8f);
    assertThat(embedding.dot(embedding)).isBetween(0.9999, 1.0001);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void a_value_that_is_no_number_is_refused_with_its_place(float bad) {
    assertThatThrownBy(() -> Embedding.of(new float[] {1, bad}, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("value 2");
  }

  @Test
  void other_dimensions_are_refused_with_both_numbers() {
    assertThatThrownBy(() -> Embedding.of(new float[] {1, 2, 3}, 384))
        .hasMessage("the vector has 3 dimensions, 384 are wanted");
  }

  @Test
  void what_was_written_is_read_again() {
    var embedding = Embedding.of(new float[] {3, -4}, 2);

    assertThat(embedding.base64()).isEqualTo("mpkZP83MTL8=");
    assertThat(Embedding.ofBase64("mpkZP83MTL8=", 2)).isEqualTo(embedding);
  }

  @Test
  void what_points_nowhere_is_refused() {
    assertThatThrownBy(() -> Embedding.of(new float[2], 2)).hasMessageContaining("zero");
  }
}
