package dev.godmode.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {

  @Test
  void ordinary_text_of_any_language_stays_as_it_is() {
    var text = "rm -rf build\n\tgrüße, привет, 你好, שלום 🙂";

    assertThat(Visible.of(text)).isSameAs(text);
  }

  @Test
  void what_a_terminal_would_obey_is_written_out() {
    assertThat(Visible.of("rm -rf /\r\u001b[2K\u001b[1Als\u007f\u009b31m"))
        .isEqualTo("rm -rf /␍␛[2K␛[1Als␡⟨U+009B⟩31m");
  }

  @Test
  void what_turns_the_order_of_letters_around_or_hides_is_written_out() {
    assertThat(Visible.of("a\u202eb\u2066c\u200bd\ufeffe\u00ad"))
        .isEqualTo("a⟨U+202E⟩b⟨U+2066⟩c⟨U+200B⟩d⟨U+FEFF⟩e⟨U+00AD⟩");
  }

  @Test
  void halves_of_characters_do_not_break_it() {
    assertThat(Visible.of("\ud83d!")).isEqualTo("⟨U+D83D⟩!");
  }
}
