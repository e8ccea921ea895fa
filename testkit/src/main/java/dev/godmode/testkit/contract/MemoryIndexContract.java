package dev.godmode.testkit.contract;

import static dev.godmode.testkit.MemorySamples.NOON;
import static dev.godmode.testkit.MemorySamples.at;
import static dev.godmode.testkit.MemorySamples.id;
import static dev.godmode.testkit.MemorySamples.memory;
import static dev.godmode.testkit.MemorySamples.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import dev.godmode.control.memory.Embedding;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.MemoryIndex;
import dev.godmode.control.memory.MemoryIndex.Entry;
import dev.godmode.control.memory.MemoryIndex.Head;
import dev.godmode.control.memory.MemoryIndex.Hit;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.testkit.WordEmbedder;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an index of memories promises. */
public abstract class MemoryIndexContract {

  private static final WordEmbedder EMBEDDER = new WordEmbedder();
  private static final MemoryScope SHOP = MemoryScope.stream("shop");
  private static final MemoryFilter ALL = MemoryFilter.everything(NOON);

  /** The same index, empty at first, at each call within one test. */
  protected abstract MemoryIndex index();

  private static Embedding meaning(String text) {
    return EMBEDDER.embed(List.of(text)).getFirst();
  }

  private void take(long position, Memory... memories) {
    index()
        .apply(
            Arrays.stream(memories)
                .map(one -> new Entry(one, Optional.of(meaning(one.text()))))
                .toList(),
            List.of(),
            position);
  }

  private void begin() {
    index().begin(EMBEDDER.name(), EMBEDDER.dimensions());
  }

  private static List<String> ids(List<Hit> hits) {
    return hits.stream().map(Hit::id).toList();
  }

  private List<String> words(String text) {
    return ids(index().byWords(text, ALL, 10));
  }

  private List<String> words(MemoryFilter filter) {
    return ids(index().byWords("note", filter, 10));
  }

  @Test
  void it_begins_empty_at_the_beginning() {
    assertThat(index().head()).isEqualTo(new Head(0, ""));
    assertThat(words("anything")).isEmpty();
    assertThat(index().byMeaning(meaning("anything"), ALL, 10)).isEmpty();
    assertThat(index().size()).isZero();
  }

  @Test
  void what_was_taken_in_is_found_by_its_words_and_by_its_meaning() {
    begin();
    take(3, memory(1, "the linker needs more memory"), memory(2, "the gate opens at nine"));

    assertThat(words("Linker")).containsExactly(id(1));
    assertThat(ids(index().byMeaning(meaning("linkers"), ALL, 1))).containsExactly(id(1));
    assertThat(index().head()).isEqualTo(new Head(3, "words"));
    assertThat(index().size()).isEqualTo(2);
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
  void one_that_is_taken_in_again_takes_its_own_place() {
    begin();
    take(1, memory(1, SHOP, "note before"));
    take(2, memory(1, SHOP, "note before").promotedTo(MemoryScope.FLEET, "ada", NOON));

    assertThat(words(scoped(Set.of(SHOP)))).isEmpty();
    assertThat(words(scoped(Set.of(MemoryScope.FLEET)))).containsExactly(id(1));
    assertThat(index().size()).isEqualTo(1);
  }

  @Test
  void what_is_gone_is_not_found_and_leaves_no_trace_once_expunged() {
    begin();
    take(1, memory(1, "note one"), memory(2, "note two"));
    index().apply(List.of(), List.of(id(1), "none"), 2);

    assertThat(words("note")).containsExactly(id(2));
    assertThat(ids(index().byMeaning(meaning("note one"), ALL, 10))).containsExactly(id(2));
    assertThat(index().hasTraces()).isTrue();
    index().expunge();
    assertThat(index().hasTraces()).isFalse();
    assertThat(words("note")).containsExactly(id(2));
  }

  private static MemoryFilter scoped(Set<MemoryScope> scopes) {
    return new MemoryFilter(
        Optional.of(scopes), Set.of(), Optional.empty(), Optional.empty(), NOON);
  }

  @Test
  void a_filter_lets_only_some_be_found() {
    begin();
    take(
        1,
        memory(1, SHOP, "note one", "a", "b"),
        memory(2, MemoryScope.agent("shop"), "note two", "a"),
        until(memory(3, "note three"), Duration.ofHours(1)));

    assertThat(words(scoped(Set.of(SHOP)))).containsExactly(id(1));
    assertThat(words(scoped(Set.of()))).isEmpty();
    assertThat(words(filter(Set.of("a", "b"), 0, 9, 0))).containsExactly(id(1));
    assertThat(words(filter(Set.of(), 2, 3, 0))).containsExactly(id(2));
    assertThat(words(filter(Set.of(), 0, 9, 3599))).hasSize(3);
    assertThat(words(filter(Set.of(), 0, 9, 3600))).doesNotContain(id(3)).hasSize(2);
    assertThat(ids(index().byMeaning(meaning("note two"), scoped(Set.of(SHOP)), 10)))
        .containsExactly(id(1));
  }

  private static MemoryFilter filter(Set<String> tags, int from, int to, int now) {
    return new MemoryFilter(
        Optional.empty(), tags, Optional.of(at(from)), Optional.of(at(to)), at(now));
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
  void without_embeddings_words_are_found_and_meanings_are_not() {
    index().begin("", 0);
    index().apply(List.of(new Entry(memory(1, "a note"), Optional.empty())), List.of(), 1);

    assertThat(words("note")).containsExactly(id(1));
    assertThat(index().byMeaning(meaning("note"), ALL, 10)).isEmpty();
  }

  @Test
  void begun_anew_for_another_embedder_it_is_empty() {
    begin();
    take(1, memory(1, "a note"));
    index().begin("others", 8);

    assertThat(index().head()).isEqualTo(new Head(0, "others"));
    assertThat(words("note")).isEmpty();
    var other = Embedding.of(new float[] {1, 0, 0, 0, 0, 0, 0, 0}, 8);
    index().apply(List.of(new Entry(memory(2, "x"), Optional.of(other))), List.of(), 1);
    assertThat(ids(index().byMeaning(other, ALL, 10))).containsExactly(id(2));
  }

  @Test
  void the_nearest_by_meaning_are_those_that_looking_at_all_of_them_finds() {
    var random = new Random(7);
    index().begin("random", 32);
    var all =
        IntStream.range(0, 500)
            .mapToObj(n -> new Entry(memory(n, "text " + n), Optional.of(point(random, 32))))
            .toList();
    index().apply(all, List.of(), 1);

    var found = 0;
    for (var q = 0; q < 20; q++) {
      var asked = point(random, 32);
      var nearest =
          all.stream()
              .sorted(
                  (a, b) ->
                      Double.compare(
                          asked.dot(b.embedding().orElseThrow()),
                          asked.dot(a.embedding().orElseThrow())))
              .limit(10)
              .map(entry -> entry.memory().id())
              .toList();
      var both = new HashSet<>(ids(index().byMeaning(asked, ALL, 50)).subList(0, 10));
      both.retainAll(nearest);
      found += both.size();
    }

    assertThat(found).isGreaterThanOrEqualTo(190);
  }

  private static Embedding point(Random random, int dimensions) {
    var values = new float[dimensions];
    for (var i = 0; i < dimensions; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.of(values, dimensions);
  }
}
