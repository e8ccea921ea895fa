package dev.godmode.server.network;

import dev.godmode.control.tailnet.Tailnet;

/**
 * Each port's doorstep; API and HUD on loopback have none.
 *
 * @param fleet of the port for workers
 * @param people of the port for people on the tailnet
 * @param serve of the port for {@code tailscale serve}
 */
public record Doorsteps(Doorstep fleet, Doorstep people, Doorstep serve) {

  /** Of a control whose fleet port is not on the tailnet. */
  static Doorsteps off(Tailnet tailnet) {
    return new Doorsteps(
        Doorstep.OPEN, new PeopleDoorstep(tailnet, new FleetMachines()), new ServeDoorstep());
  }

  /**
   * Of one whose fleet port is.
   *
   * @param userspace whether tailscaled hands connections on by loopback
   */
  public static Doorsteps on(Tailnet tailnet, boolean userspace) {
    var machines = new FleetMachines();
    return new Doorsteps(
        new TailnetDoorstep(tailnet, machines, userspace),
        new PeopleDoorstep(tailnet, machines),
        new ServeDoorstep());
  }
}
