package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A long file goes in parts, and each knows which lines it has. */
class LinePartsTest {

  private record Part(String lines, int before) {}

  private static List<Part> parts(String text, int maxBytes) {
    return LineParts.of(text.getBytes(StandardCharsets.UTF_8), maxBytes).stream()
        .map(part -> new Part(new String(part.lines(), StandardCharsets.UTF_8), part.before()))
        .toList();
  }

  @Test
  void a_short_file_is_one_part() {
    assertThat(parts("a\nb\n", 100)).containsExactly(new Part("a\nb\n", 0));
  }

  @Test
  void parts_end_where_lines_end() {
    assertThat(parts("one\ntwo\nsix", 8))
        .containsExactly(new Part("one\ntwo\n", 0), new Part("six", 2));
  }

  @Test
  void a_line_longer_than_a_part_is_one_of_its_own() {
    assertThat(parts("a\nlonger than four\nb\n", 4))
        .containsExactly(new Part("a\n", 0), new Part("longer than four\n", 1), new Part("b\n", 2));
  }

  @Test
  void an_empty_file_is_one_empty_part() {
    assertThat(parts("", 4)).containsExactly(new Part("", 0));
  }
}
