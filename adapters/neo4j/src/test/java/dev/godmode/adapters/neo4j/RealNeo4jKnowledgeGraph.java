package dev.godmode.adapters.neo4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.memory.MemoryIndex.IndexFault;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.Outage;
import dev.godmode.control.memory.graph.Entity;
import dev.godmode.control.memory.graph.GraphAddress;
import dev.godmode.control.memory.graph.KnowledgeGraph;
import dev.godmode.control.memory.graph.Relation;
import dev.godmode.control.memory.graph.Telling;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.testkit.contract.KnowledgeGraphContract;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;

/**
 * Against a real Neo4j with nothing else in it: {@code PROOF_NEO4J} is its address, and {@code
 * PROOF_NEO4J_KEY} its user and password.
 */
class RealNeo4jKnowledgeGraph extends KnowledgeGraphContract {

  private static final Entity MEMORY = Entity.memory("m1");
  private static final Entity BILLING = new Entity(Entity.Kind.NAME, "billing");

  private final KnowledgeGraph graph = graph(given("PROOF_NEO4J_KEY"), "fleet");
  private long nanos;

  private static String given(String variable) {
    return Optional.ofNullable(System.getenv(variable))
        .orElseThrow(() -> new IllegalStateException(variable + " is not set"));
  }

  private KnowledgeGraph graph(String key, String fleet) {
    return new Neo4jKnowledgeGraph(
        GraphAddress.parse(given("PROOF_NEO4J"), Optional.empty()),
        () -> Optional.of(new SecretValue(key)),
        fleet,
        () -> nanos);
  }

  @Override
  protected KnowledgeGraph graph() {
    return graph;
  }

  @BeforeEach
  void empty() {
    graph.begin("");
  }

  @AfterEach
  void close() {
    graph.close();
  }

  private long nodes() {
    var key = given("PROOF_NEO4J_KEY").split(":", 2);
    try (var driver =
        GraphDatabase.driver(given("PROOF_NEO4J"), AuthTokens.basic(key[0], key[1]))) {
      return driver.executableQuery("match (n) return count(n) as n").execute().records().stream()
          .mapToLong(row -> row.get("n").asLong())
          .sum();
    }
  }

  private static Telling telling() {
    var mentions = new Relation(MEMORY, "mentions", BILLING);
    return new Telling(MEMORY, MemoryScope.FLEET, "", List.of(mentions));
  }

  @Test
  void nothing_stays_of_what_nobody_tells_any_more() {
    graph.begin("1");
    var before = nodes();
    graph.apply(List.of(telling()), List.of(), 1);
    assertThat(nodes()).isGreaterThan(before);

    graph.apply(List.of(), List.of(MEMORY), 2);

    assertThat(nodes()).isEqualTo(before);
  }

  @Test
  void the_graph_of_one_fleet_is_neither_read_nor_emptied_by_another() {
    graph.begin("1");
    graph.apply(List.of(telling()), List.of(), 1);
    try (var others = graph(given("PROOF_NEO4J_KEY"), "another")) {
      assertThatThrownBy(others::head)
          .isInstanceOf(IndexFault.class)
          .hasMessageContaining("another fleet's");
      assertThatThrownBy(() -> others.begin("1")).isInstanceOf(IndexFault.class);
      assertThatThrownBy(() -> others.apply(List.of(telling()), List.of(), 2))
          .isInstanceOf(IndexFault.class);
      assertThat(others.around(List.of(BILLING), Optional.empty(), 10)).isEmpty();
      assertThat(others.marks(Entity.Kind.MEMORY)).isEmpty();
      assertThat(others.strays(Entity.Kind.MEMORY, 10)).isEmpty();
      assertThat(others.size()).isZero();
    }

    assertThat(graph.size()).isEqualTo(1);
  }

  @Test
  void a_wrong_password_is_told_and_not_repeated_and_not_tried_again_at_once() {
    try (var locked = graph("neo4j:wrong-one", "fleet")) {
      for (var attempt = 0; attempt < 10; attempt++) {
        assertThatThrownBy(locked::head)
            .isInstanceOf(IndexFault.class)
            .hasMessageContaining(given("PROOF_NEO4J"))
            .hasMessageNotContaining("wrong-one");
      }
    }

    nanos += Outage.LOOKED_EVERY.toNanos();
    assertThat(graph.head().position()).isZero();
  }

  @Test
  void a_key_that_is_no_user_and_password_is_told_what_one_looks_like() {
    try (var locked = graph("wrong-one", "fleet")) {
      assertThatThrownBy(locked::head)
          .isInstanceOf(IndexFault.class)
          .hasMessageContaining("USER:PASSWORD")
          .hasMessageNotContaining("wrong-one");
    }
  }
}
