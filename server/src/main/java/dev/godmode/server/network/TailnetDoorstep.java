package dev.godmode.server.network;

import dev.godmode.control.tailnet.Tailnet;
import dev.godmode.control.tailnet.Tailnet.Neighbour;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Lets near what is on the tailnet, by tailscaled's word, and what is on this very machine. */
public final class TailnetDoorstep implements Doorstep {

  private final Tailnet tailnet;

  public TailnetDoorstep(Tailnet tailnet) {
    this.tailnet = tailnet;
  }

  /** What comes by loopback comes from here, or was handed on by tailscaled itself. */
  @Override
  public Optional<String> objection(InetSocketAddress peer) {
    var address = peer.getAddress().getHostAddress();
    if (peer.getAddress().isLoopbackAddress()) {
      return Optional.empty();
    }
    return switch (tailnet.whois(peer)) {
      case Neighbour.Member _ -> Optional.empty();
      case Neighbour.Outsider _ ->
          Optional.of(
              "this control is for its tailnet only, and %s is not on it: run 'tailscale up' there"
                  .formatted(address));
      case Neighbour.Unanswered(var why) ->
          Optional.of(
              "this control is for its tailnet only, and cannot tell now whether %s is on it: %s"
                  .formatted(address, why));
    };
  }
}
