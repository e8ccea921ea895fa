package dev.godmode.testkit.contract;

import static dev.godmode.testkit.MemorySamples.NOON;
import static dev.godmode.testkit.MemorySamples.id;
import static dev.godmode.testkit.MemorySamples.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.MemoryIndex;
import dev.godmode.control.memory.MemoryIndex.Entry;
import dev.godmode.control.memory.MemoryIndex.Hit;
import dev.godmode.control.memory.MemoryScope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an index of memories promises beside. */
public abstract class MemoryIndexContract extends MeaningIndexContract {

  @Override
  protected abstract MemoryIndex index();

  private List<String> words(String text) {
    return ids(index().byWords(text, ALL, 10));
  }

  private List<String> words(MemoryFilter filter) {
    return ids(index().byWords("note", filter, 10));
  }

  @Test
  void what_was_taken_in_is_found_by_its_words() {
    begin();
    take(3, memory(1, "the linker needs more memory"), memory(2, "the gate opens at nine"));

    assertThat(words("Linker")).containsExactly(id(1));
  }

  @Test
  void more_words_in_common_are_better() {
    begin();
    take(1, memory(1, "gate of the garden"), memory(2, "the garden gate opens at nine"));

    assertThat(words("when does the garden gate open? opens at nine")).first().isEqualTo(id(2));
  }

  @Test
  void one_that_has_less_than_half_of_the_words_is_not_likely_meant() {
    begin();
    take(1, memory(1, "garden gate"), memory(2, "garden hose"));

    assertThat(index().byWords("garden gate hinge", ALL, 10))
        .extracting(Hit::id, Hit::isLikely)
        .containsExactly(tuple(id(1), true), tuple(id(2), false));
  }

  @Test
  void words_that_are_taken_in_again_take_their_own_place() {
    begin();
    take(1, memory(1, SHOP, "note before"));
    take(2, memory(1, SHOP, "note before").promotedTo(MemoryScope.FLEET, "ada", NOON));

    assertThat(words(scoped(Set.of(SHOP)))).isEmpty();
    assertThat(words(scoped(Set.of(MemoryScope.FLEET)))).containsExactly(id(1));
  }

  @Test
  void what_is_gone_is_not_found_and_leaves_no_trace_once_expunged() {
    begin();
    take(1, memory(1, "note one"), memory(2, "note two"));
    apply(List.of(), List.of(id(1), "none"), 2);

    assertThat(words("note")).containsExactly(id(2));
    assertThat(index().hasTraces()).isTrue();
    index().expunge();
    assertThat(index().hasTraces()).isFalse();
    assertThat(words("note")).containsExactly(id(2));
  }

  @Test
  void a_filter_lets_only_some_be_found() {
    takeThree();

    assertThat(words(scoped(Set.of(SHOP)))).containsExactly(id(1));
    assertThat(words(scoped(Set.of()))).isEmpty();
    assertThat(words(filter(Set.of("a", "b"), 0, 9, 0))).containsExactly(id(1));
    assertThat(words(filter(Set.of(), 2, 3, 0))).containsExactly(id(2));
    assertThat(words(filter(Set.of(), 0, 9, 3599))).hasSize(3);
    assertThat(words(filter(Set.of(), 0, 9, 3600))).doesNotContain(id(3)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "note AND (",
        "words:note^",
        "*note* OR ?ote~2 && !x",
        "note'; drop table memory; --",
        "note}) MATCH (n) DETACH DELETE n //",
        "id:[* TO *] note",
        "\\note \u0000 note",
        "\u202enote\u202c note שלום"
      })
  void signs_that_mean_something_to_a_search_engine_are_only_signs(String text) {
    begin();
    take(1, memory(1, "a note"), memory(2, "something else"));

    assertThat(words(text)).containsExactly(id(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "?!…", "\u202e\u202c", "*:*", "\ud800"})
  void a_question_without_words_finds_nothing(String text) {
    begin();
    take(1, memory(1, "a note"));

    assertThat(words(text)).isEmpty();
  }

  @Test
  void a_huge_question_is_answered() {
    begin();
    take(1, memory(1, "a note"));
    var huge = new StringBuilder();
    IntStream.range(0, 5_000).forEach(n -> huge.append("w").append(n).append(' '));

    assertThatCode(() -> words(huge.append("note").toString())).doesNotThrowAnyException();
    assertThat(words("note ".repeat(2_000))).containsExactly(id(1));
  }

  @Test
  void words_of_every_writing_are_found() {
    begin();
    take(
        1,
        memory(1, "Die Tür öffnet um neun"),
        memory(2, "הדלת נפתחת בתשע"),
        memory(3, "門は九時に開きます"),
        memory(4, "дверь открывается в девять"));

    assertThat(words("tür")).containsExactly(id(1));
    assertThat(words("הדלת")).containsExactly(id(2));
    assertThat(words("九時")).containsExactly(id(3));
    assertThat(words("ДВЕРЬ")).containsExactly(id(4));
  }

  @Test
  void without_embeddings_words_are_found() {
    index().begin("", 0);
    apply(List.of(new Entry(memory(1, "a note"), Optional.empty())), List.of(), 1);

    assertThat(words("note")).containsExactly(id(1));
  }

  @Test
  void begun_anew_for_another_embedder_no_word_is_found() {
    begin();
    take(1, memory(1, "a note"));
    index().begin("others", 8);

    assertThat(words("note")).isEmpty();
  }
}
