package dev.godmode.control.memory.graph;

import dev.godmode.control.memory.MemoryScope;
import java.util.List;

/**
 * All that one teller has to say: a memory, a task, a machine or a document.
 *
 * @param scope who may know of it
 * @param mark of what it was read from: with the same mark nothing has changed
 */
public record Telling(Entity teller, MemoryScope scope, String mark, List<Relation> relations) {

  /** Of one teller. */
  public static final int RELATIONS_MAX = 128;

  public Telling {
    relations = relations.stream().distinct().limit(RELATIONS_MAX).toList();
  }
}
