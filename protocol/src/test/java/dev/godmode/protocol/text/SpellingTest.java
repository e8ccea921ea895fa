package dev.godmode.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {

  private static final List<String> KNOWN = List.of("skills", "checks", "command", "env");

  @Test
  void a_typo_finds_the_word_that_was_meant() {
    assertThat(Spelling.nearest("skils", KNOWN)).contains("skills");
    assertThat(Spelling.nearest("Comand", KNOWN)).contains("command");
  }

  @Test
  void another_word_is_not_taken_for_a_typo() {
    assertThat(Spelling.nearest("zebra", KNOWN)).isEmpty();
    assertThat(Spelling.hint("zebra", KNOWN)).isEmpty();
  }

  @Test
  void swapped_letters_are_one_mistake() {
    assertThat(Spelling.nearest("gti", List.of("gcc", "git", "tar"))).contains("git");
  }

  @Test
  void a_short_word_with_two_other_letters_is_another_word() {
    assertThat(Spelling.nearest("cuda", List.of("curl", "cargo"))).isEmpty();
  }

  @Test
  void a_hint_reads_as_a_question() {
    assertThat(Spelling.hint("chekcs", KNOWN)).isEqualTo(" (did you mean 'checks'?)");
  }
}
