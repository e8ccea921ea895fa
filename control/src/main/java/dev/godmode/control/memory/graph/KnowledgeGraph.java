package dev.godmode.control.memory.graph;

import dev.godmode.control.memory.MemoryScope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps who tells which relations. Everything in it can be told again: one that finds itself broken
 * begins empty, at position 0. Where it can do nothing it throws an {@link
 * dev.godmode.control.memory.MemoryIndex.IndexFault}.
 */
public interface KnowledgeGraph extends AutoCloseable {

  /**
   * How far it is.
   *
   * @param position in the changes of memories
   * @param rules by which its relations were made; empty before it was begun
   */
  record Head(long position, String rules) {}

  /** A relation, and who tells it to whom. */
  record Told(Relation relation, Entity teller, MemoryScope scope) {}

  Head head();

  /** Empties it, for relations made by these rules. */
  void begin(String rules);

  /**
   * Takes in what tellers say, each in place of what it said before, and lets go of others.
   *
   * @param position that it has then
   */
  void apply(List<Telling> tellings, Collection<Entity> gone, long position);

  /** What tellers of a kind were read from. */
  Map<Entity, String> marks(Entity.Kind kind);

  /**
   * The relations of entities, those of the last tellers first.
   *
   * @param scopes only what is told to these; all when empty
   * @param limit of each entity, at each end of a relation, in each of these scopes
   */
  List<Told> around(Collection<Entity> entities, Optional<Set<MemoryScope>> scopes, int limit);

  /** Some tellers of a kind whom no other teller's relations name. */
  List<Entity> strays(Entity.Kind kind, int limit);

  /** How many relations there are. */
  long size();

  @Override
  void close();
}
