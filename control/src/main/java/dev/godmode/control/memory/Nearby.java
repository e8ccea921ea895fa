package dev.godmode.control.memory;

import java.util.List;

/** Finds memories by what the question names: the third part of a recall. */
public interface Nearby {

  /** Ids of memories, the nearest first. */
  List<String> find(String question, MemoryFilter filter, int limit);
}
