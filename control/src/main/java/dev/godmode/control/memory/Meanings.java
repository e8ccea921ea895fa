package dev.godmode.control.memory;

import dev.godmode.control.memory.MemoryIndex.IndexFault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What memories mean, for whoever takes it elsewhere: of one embedder, and of no other. */
public final class Meanings {

  /** Where it stands in the line of a memory, as {@link Embedding#base64} writes it. */
  public static final String FIELD = "embedding";

  private final MemoryIndex index;
  private final Embedder embedder;

  Meanings(MemoryIndex index, Embedder embedder) {
    this.index = index;
    this.embedder = embedder;
  }

  /**
   * By id, from the index where it has them, and embedded where it has not. One that cannot be
   * embedded is missing.
   *
   * @param memories some at a time: all that the index lacks are embedded at once
   */
  public Map<String, Embedding> of(List<Memory> memories) {
    var all = new HashMap<>(known(memories));
    var missing = memories.stream().filter(one -> !all.containsKey(one.id())).toList();
    for (var entry : IndexFollower.embedded(embedder, missing)) {
      entry.embedding().ifPresent(meaning -> all.put(entry.memory().id(), meaning));
    }
    return all;
  }

  private Map<String, Embedding> known(List<Memory> memories) {
    try {
      return index.head().embedder().equals(embedder.name())
          ? index.meanings(memories.stream().map(Memory::id).toList())
          : Map.of();
    } catch (IndexFault _) {
      return Map.of();
    }
  }
}
