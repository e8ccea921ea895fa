package dev.godmode.kernel.placement;

import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Sticky;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What ties a task to certain nodes.
 *
 * @param pins names of the one node it may run on: two when task and agent contradict each other
 * @param sticky whether it goes where it, or its like, ran before
 * @param bound the node it ran on before, when it insists on that very one
 */
record Ties(Set<String> pins, Optional<Sticky> sticky, Optional<NodeId> bound) {

  static final Ties NONE = new Ties(Set.of(), Optional.empty(), Optional.empty());

  Ties {
    pins = Set.copyOf(pins);
  }

  static Ties of(Demand task, Demand agent, Optional<NodeId> before) {
    if (task.isNothing() && agent.isNothing()) {
      return NONE;
    }
    var pins = new TreeSet<String>();
    task.node().ifPresent(pins::add);
    agent.node().ifPresent(pins::add);
    var sticky = task.sticky().or(agent::sticky);
    var insistsOnOwn = sticky.filter(wish -> wish.insists() && wish.key().isEmpty()).isPresent();
    var found = new Ties(pins, sticky, insistsOnOwn ? before : Optional.empty());
    return found.equals(NONE) ? NONE : found;
  }
}
