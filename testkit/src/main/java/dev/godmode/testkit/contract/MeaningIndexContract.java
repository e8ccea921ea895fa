package dev.godmode.testkit.contract;

import static dev.godmode.testkit.MemorySamples.NOON;
import static dev.godmode.testkit.MemorySamples.at;
import static dev.godmode.testkit.MemorySamples.id;
import static dev.godmode.testkit.MemorySamples.memory;
import static dev.godmode.testkit.MemorySamples.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.godmode.control.memory.Embedding;
import dev.godmode.control.memory.MeaningIndex;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.MemoryIndex.Batch;
import dev.godmode.control.memory.MemoryIndex.Entry;
import dev.godmode.control.memory.MemoryIndex.Head;
import dev.godmode.control.memory.MemoryIndex.Hit;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.testkit.WordEmbedder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an index of what memories mean promises. */
public abstract class MeaningIndexContract {

  static final WordEmbedder EMBEDDER = new WordEmbedder();
  static final MemoryScope SHOP = MemoryScope.stream("shop");
  static final MemoryFilter ALL = MemoryFilter.everything(NOON);

  /** The same index, empty at first, at each call within one test. */
  protected abstract MeaningIndex index();

  static Embedding meaning(String text) {
    return EMBEDDER.embed(List.of(text)).getFirst();
  }

  void take(long position, Memory... memories) {
    apply(
        Arrays.stream(memories)
            .map(one -> new Entry(one, Optional.of(meaning(one.text()))))
            .toList(),
        List.of(),
        position);
  }

  /** Changes that come after those it has. */
  void apply(List<Entry> entries, List<String> gone, long position) {
    index().apply(new Batch(entries, gone, index().head().position(), position));
  }

  void begin() {
    index().begin(EMBEDDER.name(), EMBEDDER.dimensions());
  }

  /** Notes that differ in scope, tags, time and end. */
  void takeThree() {
    begin();
    take(
        1,
        memory(1, SHOP, "note one", "a", "b"),
        memory(2, MemoryScope.agent("shop"), "note two", "a"),
        until(memory(3, "note three"), Duration.ofHours(1)));
  }

  static List<String> ids(List<Hit> hits) {
    return hits.stream().map(Hit::id).toList();
  }

  private List<String> like(String text, MemoryFilter filter) {
    return ids(index().byMeaning(meaning(text), filter, 10));
  }

  static MemoryFilter scoped(Set<MemoryScope> scopes) {
    return new MemoryFilter(
        Optional.of(scopes), Set.of(), Optional.empty(), Optional.empty(), NOON);
  }

  static MemoryFilter filter(Set<String> tags, int from, int to, int now) {
    return new MemoryFilter(
        Optional.empty(), tags, Optional.of(at(from)), Optional.of(at(to)), at(now));
  }

  @Test
  void it_begins_empty_at_the_beginning() {
    assertThat(index().head()).isEqualTo(new Head(0, ""));
    assertThat(like("anything", ALL)).isEmpty();
    assertThat(index().size()).isZero();
  }

  @Test
  void what_was_taken_in_is_found_by_its_meaning() {
    begin();
    take(3, memory(1, "the linker needs more memory"), memory(2, "the gate opens at nine"));

    assertThat(ids(index().byMeaning(meaning("linkers"), ALL, 1))).containsExactly(id(1));
    assertThat(index().head()).isEqualTo(new Head(3, "words"));
    assertThat(index().size()).isEqualTo(2);
  }

  @Test
  void one_that_is_taken_in_again_takes_its_own_place() {
    begin();
    take(1, memory(1, SHOP, "note before"));
    take(2, memory(1, SHOP, "note before").promotedTo(MemoryScope.FLEET, "ada", NOON));

    assertThat(like("note before", scoped(Set.of(SHOP)))).isEmpty();
    assertThat(like("note before", scoped(Set.of(MemoryScope.FLEET)))).containsExactly(id(1));
    assertThat(index().size()).isEqualTo(1);
  }

  @Test
  void what_is_gone_is_not_like_anything_and_leaves_no_trace_once_expunged() {
    begin();
    take(1, memory(1, "note one"), memory(2, "note two"));
    apply(List.of(), List.of(id(1), "none"), 2);

    assertThat(like("note one", ALL)).containsExactly(id(2));
    assertThat(index().hasTraces()).isTrue();
    index().expunge();
    assertThat(index().hasTraces()).isFalse();
    assertThat(like("note one", ALL)).containsExactly(id(2));
    assertThat(index().head()).isEqualTo(new Head(2, "words"));
  }

  @Test
  void a_filter_lets_only_some_be_like_what_is_asked() {
    takeThree();

    assertThat(like("note", scoped(Set.of(SHOP)))).containsExactly(id(1));
    assertThat(like("note", scoped(Set.of()))).isEmpty();
    assertThat(like("note", filter(Set.of("a", "b"), 0, 9, 0))).containsExactly(id(1));
    assertThat(like("note", filter(Set.of(), 2, 3, 0))).containsExactly(id(2));
    assertThat(like("note", filter(Set.of(), 0, 9, 3599))).hasSize(3);
    assertThat(like("note", filter(Set.of(), 0, 9, 3600))).hasSize(2).doesNotContain(id(3));
  }

  @Test
  void a_moment_that_fits_no_number_bounds_nothing() {
    begin();
    take(1, memory(1, "note one"));
    var always =
        new MemoryFilter(
            Optional.empty(), Set.of(), Optional.of(Instant.MIN), Optional.of(Instant.MAX), NOON);

    assertThat(like("note one", always)).containsExactly(id(1));
  }

  @Test
  void of_many_the_few_that_a_filter_admits_are_found() {
    begin();
    apply(
        IntStream.range(0, 400)
            .mapToObj(n -> memory(n, n % 100 == 0 ? SHOP : MemoryScope.FLEET, "note " + n))
            .map(one -> new Entry(one, Optional.of(meaning(one.text()))))
            .toList(),
        List.of(),
        1);

    assertThat(like("note 7", scoped(Set.of(SHOP))))
        .containsExactlyInAnyOrder(id(0), id(100), id(200), id(300));
  }

  @Test
  void what_a_memory_means_can_be_read_again() {
    begin();
    take(1, memory(1, "note one"), memory(2, "note two"), memory(3, "note three"));
    apply(List.of(new Entry(memory(4, "a note"), Optional.empty())), List.of(id(3)), 2);

    var meanings = index().meanings(List.of(id(1), id(2), id(3), id(4), "none"));

    assertThat(meanings)
        .containsOnlyKeys(id(1), id(2))
        .hasEntrySatisfying(
            id(2), meant -> assertThat(meant.dot(meaning("note two"))).isCloseTo(1, within(1e-6)));
    assertThat(index().meanings(List.of())).isEmpty();
  }

  @Test
  void without_an_embedder_nothing_means_anything() {
    index().begin("", 0);
    apply(List.of(new Entry(memory(1, "a note"), Optional.empty())), List.of(), 1);

    assertThat(like("a note", ALL)).isEmpty();
    assertThat(index().meanings(List.of(id(1)))).isEmpty();
    assertThat(index().head()).isEqualTo(new Head(1, ""));
  }

  @Test
  void begun_anew_for_another_embedder_it_is_empty() {
    begin();
    take(1, memory(1, "a note"));
    index().begin("others", 8);

    assertThat(index().head()).isEqualTo(new Head(0, "others"));
    var other = Embedding.of(new float[] {1, 0, 0, 0, 0, 0, 0, 0}, 8);
    assertThat(index().byMeaning(other, ALL, 10)).isEmpty();
    apply(List.of(new Entry(memory(2, "x"), Optional.of(other))), List.of(), 1);
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
    apply(all, List.of(), 1);

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
