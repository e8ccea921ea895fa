package dev.godmode.testkit;

import dev.godmode.control.tailnet.Standing;
import dev.godmode.control.tailnet.Standing.Lock;
import dev.godmode.control.tailnet.Standing.Machine;
import dev.godmode.control.tailnet.Standing.Path;
import dev.godmode.control.tailnet.Standing.Peer;
import dev.godmode.control.tailnet.Tailnet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A tailnet without a daemon: it stands as it is told to, and its machines are who it is told. */
public final class InMemoryTailnet implements Tailnet {

  /** Where a login is said to go on. */
  public static final URI LINK = URI.create("https://login.example.com/a/1234");

  private final Map<InetAddress, Neighbour> neighbours = new ConcurrentHashMap<>();
  private final List<Peer> peers = new ArrayList<>();
  private volatile Standing standing;

  /** One that this machine is on, with that address. */
  public InMemoryTailnet(String name, String address) {
    standing = running(name, address, false);
  }

  private Standing running(String name, String address, boolean userspace) {
    var self = new Machine(name, List.of(InetAddress.ofLiteral(address)), Optional.empty());
    neighbours.put(
        self.address(), new Neighbour.Member(name, Optional.of(name + "@example.com"), Set.of()));
    return new Standing.Running(self, Lock.OFF, userspace, List.copyOf(peers));
  }

  /** A machine whose owner has that login, and which is reached on that path. */
  public void add(Machine machine, String login, Path path) {
    peers.add(new Peer(machine, true, false, path));
    machine
        .addresses()
        .forEach(
            address ->
                neighbours.put(
                    address, new Neighbour.Member(machine.name(), Optional.of(login), Set.of())));
    if (standing instanceof Standing.Running(var self, var lock, var userspace, _)) {
      standing = new Standing.Running(self, lock, userspace, List.copyOf(peers));
    }
  }

  /** Who is at an address from now on. */
  public void at(String address, Neighbour neighbour) {
    neighbours.put(InetAddress.ofLiteral(address), neighbour);
  }

  /** How it stands from now on. */
  public void stand(Standing now) {
    standing = now;
  }

  @Override
  public Standing standing() {
    return standing;
  }

  @Override
  public Neighbour whois(InetSocketAddress peer) {
    return standing instanceof Standing.Absent(var why)
        ? new Neighbour.Unanswered(why)
        : neighbours.getOrDefault(peer.getAddress(), new Neighbour.Outsider());
  }

  @Override
  public void beginLogin() {
    if (standing instanceof Standing.LoggedOut(_, var expired)) {
      standing = new Standing.LoggedOut(Optional.of(LINK), expired);
    }
  }
}
