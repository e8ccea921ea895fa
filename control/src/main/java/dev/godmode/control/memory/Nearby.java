package dev.godmode.control.memory;

import java.util.List;
import java.util.Optional;

/** Finds memories by what the question names: the third part of a recall. */
@FunctionalInterface
public interface Nearby {

  /**
   * Ids of memories, the nearest first.
   *
   * @throws MemoryIndex.IndexFault when it can say nothing just now
   */
  List<String> find(String question, MemoryFilter filter, int limit);

  /** Why it does not know of everything yet; empty when it does. */
  default Optional<String> behind() {
    return Optional.empty();
  }
}
