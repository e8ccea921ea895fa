package dev.godmode.server.network;

import dev.godmode.control.tailnet.Tailnet;
import dev.godmode.control.tailnet.Tailnet.Neighbour;
import java.util.Optional;

/** Lets near what is on the tailnet, by tailscaled's word, and what is on this very machine. */
final class TailnetDoorstep implements Doorstep {

  private final Tailnet tailnet;
  private final FleetMachines machines;
  private final boolean userspace;

  /**
   * The fleet port's.
   *
   * @param machines told of each that comes near
   * @param userspace whether tailscaled hands connections on by loopback
   */
  TailnetDoorstep(Tailnet tailnet, FleetMachines machines, boolean userspace) {
    this.tailnet = tailnet;
    this.machines = machines;
    this.userspace = userspace;
  }

  /** What comes by loopback comes from here, or was handed on by tailscaled itself. */
  @Override
  public Optional<String> objection(Approach approach) {
    var byLoopback = approach.peer().getAddress().isLoopbackAddress();
    if (byLoopback && !userspace) {
      return Optional.empty();
    }
    var neighbour = tailnet.whois(approach.peer());
    if (neighbour instanceof Neighbour.Member member) {
      machines.note(member.machine());
    }
    return byLoopback ? Optional.empty() : objection(neighbour, approach.address());
  }

  static Optional<String> objection(Neighbour neighbour, String address) {
    return switch (neighbour) {
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
