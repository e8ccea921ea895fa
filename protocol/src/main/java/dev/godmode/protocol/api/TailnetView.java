package dev.godmode.protocol.api;

import dev.godmode.protocol.network.TailnetMode;
import dev.godmode.protocol.node.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How control stands on its tailnet, and how it reaches the nodes there.
 *
 * @param mode what of control is reached on the tailnet alone
 * @param connected whether this machine is on it
 * @param detail how it stands, and what to do about it when it does not stand well
 * @param link where a person logs this machine in, when it waits for that
 * @param machine its name there; empty unless it is connected
 * @param keyExpires when its key runs out; empty when it does not
 * @param lock whether tailnet lock is on: {@code off}, {@code signed}, {@code unsigned}, {@code
 *     unknown}
 * @param userspace whether tailscaled has no network interface of its own
 * @param people where people open the HUD on the tailnet; empty while there is no port for them
 * @param serve where {@code tailscale serve} finds the HUD; empty while there is no port for it
 * @param nodes those whose streams are open, by name
 */
public record TailnetView(
    TailnetMode mode,
    boolean connected,
    String detail,
    Optional<String> link,
    Optional<String> machine,
    List<String> addresses,
    Optional<Instant> keyExpires,
    Optional<String> lock,
    boolean userspace,
    List<String> people,
    Optional<String> serve,
    List<NodeLink> nodes) {

  public TailnetView {
    addresses = List.copyOf(addresses);
    people = List.copyOf(people);
    nodes = List.copyOf(nodes);
  }

  /**
   * How one node is reached.
   *
   * @param address its stream comes from
   * @param path {@code local} (this machine), {@code direct}, {@code relayed}, {@code idle}, or
   *     {@code outside} of the tailnet
   * @param via the endpoint or the relay's region
   * @param machine its name on the tailnet
   */
  public record NodeLink(
      NodeId id,
      String name,
      String address,
      String path,
      Optional<String> via,
      Optional<String> machine,
      Optional<Instant> keyExpires) {}
}
