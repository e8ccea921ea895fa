package dev.godmode.server.network;

import dev.godmode.control.access.ProvenIdentity.TailnetUser;
import dev.godmode.control.tailnet.Tailnet;
import dev.godmode.control.tailnet.Tailnet.Neighbour;
import java.util.Locale;
import java.util.Optional;

/**
 * The port for people on the tailnet: tailscaled says who is at the other end of each connection,
 * and no header does.
 *
 * <p>To the tailnet a machine is its owner, whatever runs there. So it is nobody's word for a
 * person on machines where programs of agents run: this one, and those that came to the fleet port.
 */
final class PeopleDoorstep implements Doorstep {

  private static final String OTHERWISE = "; a code of 'gm login' still lets you in";

  private final Tailnet tailnet;
  private final FleetMachines machines;

  PeopleDoorstep(Tailnet tailnet, FleetMachines machines) {
    this.tailnet = tailnet;
    this.machines = machines;
  }

  /** Loopback too: here only tailscaled hands something on by it. */
  @Override
  public Optional<String> objection(Approach approach) {
    return TailnetDoorstep.objection(tailnet.whois(approach.peer()), approach.address());
  }

  @Override
  public Introduced introduce(Approach approach) {
    return switch (tailnet.whois(approach.peer())) {
      case Neighbour.Member member -> introduce(approach, member);
      case Neighbour.Outsider _ ->
          new Introduced.Nobody(approach.address() + " is not on the tailnet");
      case Neighbour.Unanswered(var why) ->
          new Introduced.Nobody("nobody can tell who you are now: " + why);
    };
  }

  private Introduced introduce(Approach approach, Neighbour.Member member) {
    if (approach.peer().getAddress().equals(approach.local().getAddress())
        && !approach.peer().getAddress().isLoopbackAddress()) {
      return new Introduced.Nobody(
          "on the control's own machine anything that runs looks like its owner to the tailnet: open"
              + " the HUD by 127.0.0.1 there");
    }
    if (member.login().isEmpty()) {
      return new Introduced.Nobody(
          "%s is tagged (%s), so the tailnet knows it as nobody's%s"
              .formatted(member.machine(), String.join(", ", member.tags()), OTHERWISE));
    }
    if (machines.has(member.machine())) {
      return new Introduced.Nobody(
          "%s is a node of this fleet: to the tailnet its agents look like %s%s"
              .formatted(member.machine(), member.login().get(), OTHERWISE));
    }
    return new Introduced.As(
        new TailnetUser(member.login().get().toLowerCase(Locale.ROOT), member.machine()));
  }
}
