package dev.godmode.control.memory.graph;

import java.util.Optional;

/** Names that mean something in this fleet: machines, agents, streams, tasks. */
@FunctionalInterface
public interface FleetNames {

  /** Nothing has a name. */
  FleetNames NONE = _ -> Optional.empty();

  Optional<Entity> named(String word);
}
