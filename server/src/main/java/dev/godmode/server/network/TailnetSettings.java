package dev.godmode.server.network;

import dev.godmode.protocol.network.TailnetMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How control uses the tailnet.
 *
 * @param mode empty: as it was the last time
 * @param socket of tailscaled; empty: where it usually is
 * @param hosts by which machines of the tailnet find this one; empty while it is not used
 * @param people where the port for people listens; empty while there is none
 * @param peoplePort its number
 * @param servePort for {@code tailscale serve}, on loopback; empty: none
 */
public record TailnetSettings(
    Optional<TailnetMode> mode,
    Optional<Path> socket,
    List<String> hosts,
    List<String> people,
    int peoplePort,
    OptionalInt servePort) {

  /** Where people open the HUD, unless it is said otherwise. */
  public static final int PEOPLE_PORT = 5054;

  public TailnetSettings {
    hosts = List.copyOf(hosts);
    people = List.copyOf(people);
  }

  /** The same without ports for people. */
  public TailnetSettings withoutPeople() {
    return new TailnetSettings(mode, socket, hosts, List.of(), peoplePort, OptionalInt.empty());
  }

  /** The same on that network. */
  public TailnetSettings on(Network network) {
    return new TailnetSettings(
        Optional.of(network.mode()),
        socket,
        network.hosts(),
        network.people(),
        peoplePort,
        servePort);
  }
}
