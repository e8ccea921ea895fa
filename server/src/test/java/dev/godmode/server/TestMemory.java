package dev.godmode.server;

import dev.godmode.control.memory.Embedder;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.server.memory.ControlMemory;
import dev.godmode.testkit.InMemoryKnowledgeGraph;
import dev.godmode.testkit.InMemoryMemoryIndex;
import dev.godmode.testkit.InMemoryMemoryStore;
import dev.godmode.testkit.InMemoryTidyRules;
import dev.godmode.testkit.WordEmbedder;
import java.util.function.Supplier;

/** A memory that lasts as long as the test. */
final class TestMemory {

  private TestMemory() {}

  static ControlMemory of(
      ControlMemory.Fleet fleet, Supplier<SecretSources> secrets, ControlMemory.Sources sources) {
    return ControlMemory.over(
        new ControlMemory.Ground(
            new InMemoryMemoryStore(),
            new InMemoryTidyRules(),
            new InMemoryMemoryIndex(),
            () -> new Embedder.Source.Ready(new WordEmbedder()),
            new InMemoryKnowledgeGraph()),
        fleet,
        secrets,
        sources);
  }
}
