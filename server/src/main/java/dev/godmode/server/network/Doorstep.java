package dev.godmode.server.network;

import java.util.Optional;

/**
 * Who of the network may come as far as a port's gate. It looks at how they come alone, before and
 * whatever credentials are shown: a token that was stolen is of no use from elsewhere.
 */
public interface Doorstep {

  /** Anybody may: the gate decides. */
  Doorstep OPEN = _ -> Optional.empty();

  /** Why whoever is at the other end may not; empty when they may. */
  Optional<String> objection(Approach approach);

  /** Who they are, where somebody is asked; asked anew with each request. */
  default Introduced introduce(Approach approach) {
    return new Introduced.Unasked();
  }
}
