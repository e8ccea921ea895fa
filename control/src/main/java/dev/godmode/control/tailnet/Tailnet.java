package dev.godmode.control.tailnet;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/**
 * The tailnet, as this machine's own tailscaled tells of it. It is asked anew each time: machines
 * come and go, keys expire. No answer takes longer than a few seconds, and none is a fault.
 */
public interface Tailnet {

  /** Where this machine stands, and whom it sees. */
  Standing standing();

  /**
   * Who is at the other end of a TCP connection to this machine. Addresses of a tailnet are also
   * used by others (100.64.0.0/10 belongs to every carrier), so only tailscaled can tell.
   */
  Neighbour whois(InetSocketAddress peer);

  /**
   * Begins to log in, when this machine is logged out: the link to follow stands in the standing.
   */
  void beginLogin();

  /** Somebody at the other end. */
  sealed interface Neighbour {

    /**
     * A machine of the tailnet.
     *
     * @param machine its name there, which no other has: "atlas.tail1234.ts.net"
     * @param login whose it is, "ada@example.com"; empty for a tagged machine, which is nobody's
     * @param tags "tag:worker"
     */
    record Member(String machine, Optional<String> login, Set<String> tags) implements Neighbour {
      public Member {
        tags = Set.copyOf(tags);
      }
    }

    /** Not of the tailnet. */
    record Outsider() implements Neighbour {}

    /** It cannot be told, so it is not to be trusted. */
    record Unanswered(String why) implements Neighbour {}
  }
}
