package dev.godmode.adapters.postgres;

import dev.godmode.control.memory.graph.KnowledgeGraph;
import dev.godmode.testkit.contract.KnowledgeGraphContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

class PostgresKnowledgeGraphTest extends KnowledgeGraphContract {

  private static final PostgresStore STORE = PostgresStore.open(Database.fresh());

  @Override
  protected KnowledgeGraph graph() {
    return STORE.graph();
  }

  @BeforeEach
  void empty() {
    STORE.graph().begin("");
  }

  @AfterAll
  static void close() {
    STORE.close();
  }
}
