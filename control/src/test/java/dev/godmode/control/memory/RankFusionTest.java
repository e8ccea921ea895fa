package dev.godmode.control.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankFusionTest {

  @Test
  void what_two_parts_found_is_before_what_one_found_better() {
    var joined =
        RankFusion.join(
            Map.of(
                Part.WORDS, List.of("only words", "both"),
                Part.MEANING, List.of("only meaning", "both")));

    assertThat(joined).extracting(RankFusion.Ranked::id).first().isEqualTo("both");
    assertThat(joined.getFirst().ranks()).isEqualTo(Map.of(Part.WORDS, 2, Part.MEANING, 2));
    assertThat(joined.getFirst().score()).isEqualTo(0.032258);
  }

  @Test
  void one_part_alone_keeps_its_order() {
    var joined = RankFusion.join(Map.of(Part.GRAPH, List.of("a", "b", "c", "b")));

    assertThat(joined).extracting(RankFusion.Ranked::id).containsExactly("a", "b", "c");
  }

  @Test
  void of_nothing_comes_nothing() {
    assertThat(RankFusion.join(Map.of())).isEmpty();
  }
}
