package dev.godmode.control.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.protocol.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes come in many shapes; what cannot be read beside the text costs nobody the text. */
class NoteTest {

  private static Note note(String line) {
    return Note.of(Json.tree(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\"tea\"}",
        "{\"message\":\"tea\"}",
        "{\"content\":\"tea\",\"text\":\" \"}",
        "{\"title\":\"tea\",\"text\":null}",
        "{\"title\":\"tea\",\"content\":[\"parts\"]}",
        "\"tea\""
      })
  void the_text_is_under_any_of_the_usual_names(String line) {
    assertThat(note(line).text()).isEqualTo("tea");
  }

  @Test
  void a_title_comes_before_the_text() {
    assertThat(note("{\"title\":\"Tea\",\"text\":\"is hot\"}").text()).isEqualTo("Tea\n\nis hot");
    assertThat(note("{\"title\":\"Tea\",\"text\":\"Tea is hot\"}").text()).isEqualTo("Tea is hot");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"text\":\"\"}", "{\"text\":7}", "{\"tags\":[\"a\"]}"})
  void a_note_without_a_text_is_none(String line) {
    assertThatThrownBy(() -> note(line)).hasMessageContaining("has no text under 'text'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "null", "[\"tea\"]"})
  void what_is_no_object_is_no_note(String line) {
    assertThatThrownBy(() -> note(line)).hasMessage("is neither an object nor a text");
  }

  @Test
  void tags_are_a_list_or_a_text_and_are_made_to_fit() {
    assertThat(
            note("{\"text\":\"t\",\"tags\":[\"Build Tools\",\"#ci\",2,null,\"\",\"ci\"]}").tags())
        .isEqualTo(List.of("build-tools", "ci", "2"));
    assertThat(note("{\"text\":\"t\",\"tags\":\"#build, ci\"}").tags())
        .isEqualTo(List.of("build", "ci"));
    assertThat(note("{\"text\":\"t\",\"tags\":{\"a\":1}}").tags()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"at\":\"2026-01-02T03:04:05Z\"",
        "\"timestamp\":\"2026-01-02T04:04:05+01:00\"",
        "\"time\":\"2026-01-02 03:04:05\"",
        "\"ts\":1767323045",
        "\"created\":1767323045000",
        "\"at\":\"who knows\",\"created_at\":1767323045.0"
      })
  void times_are_read_in_their_usual_forms(String field) {
    assertThat(note("{\"text\":\"t\"," + field + "}").at())
        .contains(Instant.parse("2026-01-02T03:04:05Z"));
  }

  @Test
  void a_time_that_nobody_can_read_is_left_out() {
    assertThat(note("{\"text\":\"t\",\"at\":\"yesterday\"}").at()).isEqualTo(Optional.empty());
    assertThat(note("{\"text\":\"t\",\"date\":\"2026-01-02\"}").at())
        .contains(Instant.parse("2026-01-02T00:00:00Z"));
  }
}
