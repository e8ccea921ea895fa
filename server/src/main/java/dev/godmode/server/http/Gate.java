package dev.godmode.server.http;

import dev.godmode.server.identity.Credentials;
import dev.godmode.server.identity.Gatekeeper;
import dev.godmode.server.identity.Gatekeeper.Verdict;

/** Lets requests in, or not. */
public interface Gate {

  Verdict judge(Access access, Credentials credentials);

  /** The gate of people's ports. */
  static Gate of(Gatekeeper keeper) {
    return (access, credentials) ->
        switch (access) {
          case OPEN -> keeper.passing(credentials);
          case OWNER -> keeper.owner(credentials);
        };
  }

  /** The gate of a port that has open routes only, under whatever name it is reached. */
  static Gate openOnly() {
    return (access, _) -> access == Access.OPEN ? Verdict.ADMITTED : Verdict.UNKNOWN;
  }
}
