package dev.godmode.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.graph.Entity;
import dev.godmode.control.memory.graph.Entity.Kind;
import dev.godmode.control.memory.graph.KnowledgeGraph;
import dev.godmode.control.memory.graph.KnowledgeGraph.Head;
import dev.godmode.control.memory.graph.KnowledgeGraph.Told;
import dev.godmode.control.memory.graph.Relation;
import dev.godmode.control.memory.graph.Telling;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a graph of knowledge promises. */
public abstract class KnowledgeGraphContract {

  private static final MemoryScope SHOP = MemoryScope.stream("shop");
  private static final Entity BILLING = new Entity(Kind.NAME, "billing");
  private static final Entity CHECKOUT = new Entity(Kind.NAME, "checkout");
  private static final Entity FIRST = Entity.memory("m1");
  private static final Entity SECOND = Entity.memory("m2");

  /** The same graph, empty at first, at each call within one test. */
  protected abstract KnowledgeGraph graph();

  private static Relation mentions(Entity from, Entity to) {
    return new Relation(from, "mentions", to);
  }

  private static Telling telling(Entity teller, MemoryScope scope, Relation... relations) {
    return new Telling(teller, scope, "", Arrays.asList(relations));
  }

  private void take(Telling... tellings) {
    graph().apply(Arrays.asList(tellings), List.of(), graph().head().position() + 1);
  }

  private List<Told> around(Entity entity) {
    return graph().around(List.of(entity), Optional.empty(), 10);
  }

  private List<Entity> tellers(Set<MemoryScope> scopes) {
    return graph().around(List.of(BILLING), Optional.of(scopes), 10).stream()
        .map(Told::teller)
        .toList();
  }

  @Test
  void it_begins_empty_at_the_beginning() {
    assertThat(graph().head()).isEqualTo(new Head(0, ""));
    assertThat(graph().size()).isZero();
    assertThat(around(BILLING)).isEmpty();
    assertThat(graph().marks(Kind.NODE)).isEmpty();
  }

  @Test
  void what_is_told_is_found_from_either_end_with_who_tells_it() {
    graph().begin("1");
    take(telling(FIRST, SHOP, mentions(FIRST, BILLING)));

    var told = new Told(mentions(FIRST, BILLING), FIRST, SHOP);
    assertThat(around(BILLING)).containsExactly(told);
    assertThat(around(FIRST)).containsExactly(told);
    assertThat(graph().around(List.of(FIRST, BILLING), Optional.empty(), 10)).containsExactly(told);
    assertThat(graph().head()).isEqualTo(new Head(1, "1"));
    assertThat(graph().size()).isEqualTo(1);
  }

  @Test
  void told_to_some_it_is_told_to_nobody_else() {
    graph().begin("1");
    take(
        telling(FIRST, SHOP, mentions(FIRST, BILLING)),
        telling(SECOND, MemoryScope.FLEET, mentions(SECOND, BILLING)));

    assertThat(tellers(Set.of(SHOP))).containsExactly(FIRST);
    assertThat(tellers(Set.of(MemoryScope.FLEET, MemoryScope.agent("shop"))))
        .containsExactly(SECOND);
    assertThat(tellers(Set.of(SHOP, MemoryScope.FLEET))).containsExactlyInAnyOrder(FIRST, SECOND);
    assertThat(tellers(Set.of())).isEmpty();
  }

  @Test
  void who_tells_anew_no_longer_tells_what_was_before() {
    graph().begin("1");
    take(telling(FIRST, SHOP, mentions(FIRST, BILLING)));
    take(telling(FIRST, MemoryScope.FLEET, mentions(FIRST, CHECKOUT)));

    assertThat(around(BILLING)).isEmpty();
    assertThat(around(CHECKOUT)).extracting(Told::scope).containsExactly(MemoryScope.FLEET);
  }

  @Test
  void what_one_told_alone_goes_with_it_and_what_others_tell_stays() {
    graph().begin("1");
    var depends = new Relation(CHECKOUT, "depends on", BILLING);
    take(telling(FIRST, SHOP, mentions(FIRST, CHECKOUT), depends), telling(SECOND, SHOP, depends));

    graph().apply(List.of(), List.of(FIRST, Entity.memory("none")), 9);

    assertThat(around(BILLING)).containsExactly(new Told(depends, SECOND, SHOP));
    assertThat(around(FIRST)).isEmpty();
    assertThat(graph().head().position()).isEqualTo(9);
    graph().apply(List.of(), List.of(SECOND), 10);
    assertThat(around(CHECKOUT)).isEmpty();
    assertThat(graph().size()).isZero();
  }

  @Test
  void of_one_that_has_to_do_with_much_the_last_are_told() {
    graph().begin("1");
    for (var n = 100; n < 160; n++) {
      var memory = Entity.memory("m" + n);
      take(telling(memory, n % 2 == 0 ? SHOP : MemoryScope.FLEET, mentions(memory, BILLING)));
    }

    assertThat(graph().around(List.of(BILLING), Optional.of(Set.of(SHOP)), 2))
        .extracting(Told::teller)
        .containsExactly(Entity.memory("m158"), Entity.memory("m156"));
    assertThat(graph().around(List.of(BILLING), Optional.empty(), 2))
        .hasSizeBetween(2, 4)
        .extracting(Told::teller)
        .contains(Entity.memory("m159"));
  }

  @Test
  void tellers_are_known_by_what_they_were_read_from() {
    graph().begin("1");
    var node = new Entity(Kind.NODE, "n1");
    take(
        new Telling(node, MemoryScope.node("n1"), "linux", List.of()),
        telling(FIRST, SHOP, mentions(FIRST, BILLING)));

    assertThat(graph().marks(Kind.NODE)).isEqualTo(Map.of(node, "linux"));
  }

  @Test
  void a_teller_of_whom_no_other_tells_is_a_stray() {
    graph().begin("1");
    var named = new Entity(Kind.TASK, "t1");
    var alone = new Entity(Kind.TASK, "t2");
    take(
        telling(named, SHOP, mentions(named, BILLING)),
        telling(alone, SHOP, mentions(alone, BILLING)),
        telling(FIRST, SHOP, mentions(FIRST, named)));

    assertThat(graph().strays(Kind.TASK, 10)).containsExactly(alone);
    assertThat(graph().strays(Kind.MEMORY, 10)).containsExactly(FIRST);
  }

  @Test
  void begun_anew_it_is_empty() {
    graph().begin("1");
    take(telling(FIRST, SHOP, mentions(FIRST, BILLING)));
    graph().begin("2");

    assertThat(graph().head()).isEqualTo(new Head(0, "2"));
    assertThat(graph().size()).isZero();
    assertThat(graph().marks(Kind.MEMORY)).isEmpty();
  }

  @Test
  void signs_that_mean_something_to_a_database_are_only_signs() {
    graph().begin("1");
    for (var name :
        List.of(
            "'; drop table graph_relation; --",
            "x}) MATCH (n) DETACH DELETE n //",
            "$1 ? % _ \\ \" `",
            "שלום \u202e日本 🚪")) {
      var odd = new Entity(Kind.NAME, name);
      take(telling(FIRST, SHOP, new Relation(FIRST, "said 'of' $1", odd)));

      assertThat(around(odd))
          .extracting(Told::relation)
          .extracting(Relation::to)
          .containsExactly(odd);
      assertThat(graph().size()).isEqualTo(1);
    }
  }

  @Test
  void the_longest_names_fit() {
    graph().begin("1");
    var from = new Entity(Kind.DOCUMENT, "門".repeat(Entity.NAME_MAX));
    var to = new Entity(Kind.DOCUMENT, "九".repeat(Entity.NAME_MAX));
    take(telling(from, SHOP, new Relation(from, "時".repeat(Relation.VERB_MAX), to)));

    assertThat(around(to)).hasSize(1);
  }
}
