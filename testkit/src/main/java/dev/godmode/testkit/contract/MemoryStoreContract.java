package dev.godmode.testkit.contract;

import static dev.godmode.testkit.MemorySamples.NOON;
import static dev.godmode.testkit.MemorySamples.at;
import static dev.godmode.testkit.MemorySamples.id;
import static dev.godmode.testkit.MemorySamples.memory;
import static dev.godmode.testkit.MemorySamples.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.MemoryStore;
import dev.godmode.control.memory.MemoryStore.Fresh;
import dev.godmode.control.memory.MemoryStore.Known;
import dev.godmode.control.memory.MemoryStore.Listing;
import dev.godmode.control.memory.Provenance;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a store of memories promises. */
public abstract class MemoryStoreContract {

  private static final MemoryScope BUILDER = MemoryScope.agent("builder");
  private static final MemoryScope SHOP = MemoryScope.stream("shop");

  /** The same store, empty at first, at each call within one test. */
  protected abstract MemoryStore store();

  private List<String> listed(Optional<Set<MemoryScope>> scopes, Optional<String> tag) {
    return store().list(new Listing(scopes, tag, Optional.empty(), 100)).stream()
        .map(Memory::id)
        .toList();
  }

  @Test
  void a_memory_comes_back_as_it_was() {
    var whole =
        new Memory(
            id(1),
            BUILDER,
            "日本 'quoted' \\ %_ עברית $1 {}",
            List.of("build", "ci/linux"),
            new Provenance(
                "attempt:t#1/7",
                Optional.of(new AttemptKey(new TaskId("t"), 1, 7)),
                "builder",
                "shop",
                "node1",
                "notes.jsonl",
                at(1)),
            Optional.of(at(500)),
            Optional.empty());

    assertThat(store().keep(whole)).isEqualTo(new Fresh(whole));
    assertThat(store().find(id(1))).contains(whole);
    assertThat(store().find("none")).isEmpty();
  }

  @Test
  void the_same_text_is_in_a_scope_once() {
    var first = memory(1, SHOP, "the gate opens at nine");
    store().keep(first);

    assertThat(store().keep(memory(2, SHOP, "the gate opens at nine"))).isEqualTo(new Known(first));
    assertThat(store().keep(memory(3, "the gate opens at nine"))).isInstanceOf(Fresh.class);
    assertThat(store().counts()).isEqualTo(Map.of(SHOP, 1L, MemoryScope.FLEET, 1L));
    assertThat(store().count(SHOP)).isEqualTo(1);
  }

  @Test
  void lists_have_the_newest_first_and_go_on_from_where_they_ended() {
    IntStream.rangeClosed(1, 5).forEach(n -> store().keep(memory(n, SHOP, "note " + n, "n" + n)));
    store().keep(memory(6, BUILDER, "another"));

    assertThat(listed(Optional.of(Set.of(SHOP)), Optional.empty()))
        .containsExactly(id(5), id(4), id(3), id(2), id(1));
    assertThat(listed(Optional.empty(), Optional.of("n2"))).containsExactly(id(2));
    assertThat(listed(Optional.of(Set.of()), Optional.empty())).isEmpty();
    assertThat(
            store()
                .list(
                    new Listing(
                        Optional.of(Set.of(SHOP)), Optional.empty(), Optional.of(id(4)), 2)))
        .extracting(Memory::id)
        .containsExactly(id(3), id(2));
  }

  @Test
  void what_is_forgotten_is_gone_and_told_of_as_gone() {
    store().keep(memory(1, "to be forgotten"));
    var before = store().position();

    var gone = store().forget(List.of(id(1), "none"));

    assertThat(gone).extracting(Memory::id).containsExactly(id(1));
    assertThat(store().find(id(1))).isEmpty();
    assertThat(store().forget(List.of(id(1)))).isEmpty();
    assertThat(store().changes(before, 10).gone()).containsExactly(id(1));
    assertThat(store().keep(memory(2, "to be forgotten"))).isInstanceOf(Fresh.class);
  }

  @Test
  void a_promotion_changes_the_scope_and_says_what_it_was() {
    store().keep(memory(1, BUILDER, "use the other linker"));

    var promoted = memory(1, BUILDER, "use the other linker").promotedTo(SHOP, "ada", NOON);

    assertThat(store().promote(promoted)).contains(new Fresh(promoted));
    assertThat(store().find(id(1))).contains(promoted);
    assertThat(store().promote(promoted)).isEmpty();
    assertThat(store().promote(memory(9, BUILDER, "none").promotedTo(SHOP, "ada", NOON))).isEmpty();
  }

  @Test
  void a_promotion_to_where_the_text_is_already_leaves_one_of_them() {
    var there = memory(2, SHOP, "use the other linker");
    store().keep(memory(1, BUILDER, "use the other linker"));
    store().keep(there);

    assertThat(
            store()
                .promote(memory(1, BUILDER, "use the other linker").promotedTo(SHOP, "ada", NOON)))
        .contains(new Known(there));
    assertThat(store().find(id(1))).isEmpty();
  }

  @Test
  void what_is_over_is_found_by_its_time() {
    store().keep(until(memory(1, "short"), Duration.ofHours(1)));
    store().keep(until(memory(2, "long"), Duration.ofHours(3)));
    store().keep(memory(3, "for ever"));

    assertThat(store().expired(NOON.plus(Duration.ofHours(1)), 10)).containsExactly(id(1));
    assertThat(store().expired(NOON.plus(Duration.ofHours(9)), 1)).hasSize(1);
  }

  @Test
  void changes_are_told_in_order_each_memory_once_as_it_is_now() {
    assertThat(store().position()).isZero();
    store().keep(memory(1, BUILDER, "one"));
    store().keep(memory(2, "two"));
    store().keep(memory(3, "three"));
    store().forget(List.of(id(2)));
    var one = memory(1, BUILDER, "one").promotedTo(SHOP, "ada", NOON);
    store().promote(one);

    var all = store().changes(0, 100);
    var first = store().changes(0, 1);

    assertThat(all.kept()).containsExactlyInAnyOrder(memory(3, "three"), one);
    assertThat(all.gone()).containsExactly(id(2));
    assertThat(all.position()).isEqualTo(store().position());
    assertThat(first.kept()).containsExactly(memory(3, "three"));
    assertThat(first.position()).isLessThan(all.position());
    assertThat(store().changes(all.position(), 100).isEmpty()).isTrue();
  }

  @Test
  void of_many_who_keep_the_same_at_once_one_keeps_it_and_no_change_is_passed_over()
      throws Exception {
    try (var people = Executors.newFixedThreadPool(4)) {
      var work =
          IntStream.range(0, 40)
              .mapToObj(
                  n -> (Callable<MemoryStore.Kept>) () -> store().keep(memory(n, "text " + n % 20)))
              .toList();
      var fresh = 0;
      for (var done : people.invokeAll(work)) {
        fresh += done.get() instanceof Fresh ? 1 : 0;
      }

      assertThat(fresh).isEqualTo(20);
    }
    assertThat(store().changes(0, 100).kept()).hasSize(20);
  }

  @Test
  void the_oldest_that_could_be_summed_up_come_first() {
    store().keep(memory(3, SHOP, "three"));
    store().keep(memory(1, SHOP, "one", "a"));
    store().keep(memory(2, BUILDER, "of another scope"));
    store().keep(until(memory(4, SHOP, "for an hour"), Duration.ofHours(1)));
    store().keep(memory(5, SHOP, "a summary", MemoryStore.SUMMARY_TAG));
    store().keep(memory(6, SHOP, "six"));

    assertThat(store().old(SHOP, at(6), 10))
        .containsExactly(memory(1, SHOP, "one", "a"), memory(3, SHOP, "three"));
    assertThat(store().old(SHOP, at(7), 1)).containsExactly(memory(1, SHOP, "one", "a"));
  }

  @Test
  void originals_say_in_what_they_are_summed_up_and_followers_are_told() {
    store().keep(memory(1, SHOP, "one"));
    store().keep(memory(2, SHOP, "two"));
    var before = store().position();
    var summary = memory(3, SHOP, "one and two");

    assertThat(store().sumUp(summary, List.of(id(1), id(2)), Optional.of(at(500)))).isTrue();

    assertThat(store().find(id(1)))
        .contains(memory(1, SHOP, "one").summedUp(id(3), Optional.of(at(500))));
    assertThat(store().changes(before, 10).kept().stream().map(Memory::id))
        .containsExactlyInAnyOrder(id(1), id(2), id(3));
    assertThat(store().old(SHOP, at(9), 10)).containsExactly(summary);
    assertThat(store().count(SHOP)).isEqualTo(3);
    assertThat(store().expired(at(500), 10)).containsExactlyInAnyOrder(id(1), id(2));
  }

  @Test
  void what_cannot_be_summed_up_as_a_whole_is_not_at_all() {
    store().keep(memory(1, SHOP, "one"));
    store().keep(memory(2, BUILDER, "two"));
    store().keep(until(memory(3, SHOP, "three"), Duration.ofHours(1)));
    store().keep(memory(4, SHOP, "four"));
    var summary = memory(9, SHOP, "all");

    for (var others : List.of(id(2), id(3), "none")) {
      assertThat(store().sumUp(summary, List.of(id(1), others), Optional.empty())).isFalse();
    }
    assertThat(store().sumUp(memory(9, SHOP, "four"), List.of(id(1)), Optional.empty())).isFalse();
    assertThat(store().find(id(1))).contains(memory(1, SHOP, "one"));
    assertThat(store().sumUp(summary, List.of(id(1)), Optional.empty())).isTrue();
    assertThat(store().sumUp(memory(8, SHOP, "again"), List.of(id(1), id(4)), Optional.empty()))
        .isFalse();
    assertThat(store().find(id(8))).isEmpty();
    assertThat(store().count(SHOP)).isEqualTo(4);
  }

  @Test
  void originals_of_a_summary_that_goes_are_as_they_were() {
    store().keep(memory(1, SHOP, "one"));
    store().keep(memory(2, SHOP, "two"));
    store().sumUp(memory(3, SHOP, "both"), List.of(id(1), id(2)), Optional.of(at(500)));
    var before = store().position();

    store().forget(List.of(id(3), id(2)));

    assertThat(store().find(id(1))).contains(memory(1, SHOP, "one"));
    assertThat(store().changes(before, 10).kept()).containsExactly(memory(1, SHOP, "one"));
    assertThat(store().changes(before, 10).gone()).containsExactlyInAnyOrder(id(2), id(3));
  }

  @Test
  void one_that_is_promoted_is_in_no_summary_any_more() {
    store().keep(memory(1, BUILDER, "one"));
    store().sumUp(memory(2, BUILDER, "summary"), List.of(id(1)), Optional.of(at(500)));
    var promoted = store().find(id(1)).orElseThrow().promotedTo(SHOP, "ada", NOON);

    assertThat(store().promote(promoted)).contains(new Fresh(promoted));
    assertThat(store().find(id(1)))
        .contains(memory(1, BUILDER, "one").promotedTo(SHOP, "ada", NOON));
  }
}
