package dev.godmode.control.memory;

import dev.godmode.control.memory.MemoryIndex.Batch;
import dev.godmode.control.memory.MemoryIndex.Head;
import dev.godmode.control.memory.MemoryIndex.Hit;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Finds memories by what they mean. Everything in it comes from the store and can be made anew: an
 * index that finds itself broken begins again empty, at position 0. What it cannot do just now is a
 * {@link MemoryIndex.IndexFault}.
 */
public interface MeaningIndex extends AutoCloseable {

  Head head();

  /** Empties it, for embeddings of another embedder or of none (empty). */
  void begin(String embedder, int dimensions);

  /** Takes changes in; an entry takes the place of one with its id. */
  void apply(Batch batch);

  /** Those that mean about the same; empty in an index without embeddings. */
  List<Hit> byMeaning(Embedding meaning, MemoryFilter filter, int limit);

  /** What those of these ids mean that it knows it of, by id. */
  Map<String, Embedding> meanings(Collection<String> ids);

  /** How many there are. */
  long size();

  /** Whether something that is gone may still be found in its files by reading them. */
  boolean hasTraces();

  /** Rewrites its files without what is gone. May take long. */
  void expunge();

  /** Makes what it has taken in durable. */
  void flush();

  @Override
  void close();
}
