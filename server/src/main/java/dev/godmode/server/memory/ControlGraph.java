package dev.godmode.server.memory;

import dev.godmode.adapters.neo4j.Neo4jKnowledgeGraph;
import dev.godmode.control.memory.MemoryIndex.IndexFault;
import dev.godmode.control.memory.graph.GraphAddress;
import dev.godmode.control.memory.graph.KnowledgeGraph;
import dev.godmode.control.secret.SecretSources;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where what memories have to do with each other is kept.
 *
 * @param graph in the tables beside the memories, or in the Neo4j that was named
 * @param address of that Neo4j
 */
public record ControlGraph(KnowledgeGraph graph, Optional<GraphAddress> address) {

  /**
   * The one that was named; nothing is asked of it yet.
   *
   * @param tables are emptied where they are not used: they would not hear what is forgotten
   * @param fleet whose graph it is
   */
  public static ControlGraph of(
      Optional<GraphAddress> address,
      KnowledgeGraph tables,
      Supplier<SecretSources> secrets,
      String fleet,
      LongSupplier nanos) {
    if (address.isPresent() && !tables.head().rules().isEmpty()) {
      tables.begin("");
    }
    return new ControlGraph(
        address
            .<KnowledgeGraph>map(
                at ->
                    new Neo4jKnowledgeGraph(
                        at,
                        () -> at.key().map(key -> secrets.get().value(key.name(), IndexFault::new)),
                        fleet,
                        nanos))
            .orElse(tables),
        address);
  }
}
