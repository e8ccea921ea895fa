package dev.godmode.server.network;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Who of the network may come as far as a port's gate. It looks at the connection alone, before and
 * whatever credentials are shown: a token that was stolen is of no use from elsewhere.
 */
public interface Doorstep {

  /** Anybody may: the gate decides. */
  Doorstep OPEN = _ -> Optional.empty();

  /** Why whoever is at the other end may not; empty when they may. */
  Optional<String> objection(InetSocketAddress peer);
}
