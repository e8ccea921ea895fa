package dev.godmode.control.tailnet;

import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where this machine stands on its tailnet. */
public sealed interface Standing {

  /**
   * No tailscaled answers.
   *
   * @param why in words, with the socket
   */
  record Absent(String why) implements Standing {}

  /** tailscaled runs, and was told to be off. */
  record Stopped() implements Standing {}

  /**
   * It has no key that counts.
   *
   * @param link where a person logs it in; empty until a login was begun
   * @param expired whether it had a key, and that one ran out
   */
  record LoggedOut(Optional<URI> link, boolean expired) implements Standing {}

  /** It waits for an administrator of the tailnet to approve it. */
  record Unapproved() implements Standing {}

  /** It is about to connect. */
  record Starting() implements Standing {}

  /** It is on the tailnet. */
  record Running(Machine self, Lock lock, boolean userspace, List<Peer> peers) implements Standing {
    public Running {
      peers = List.copyOf(peers);
    }

    /** The machine with that address. */
    public Optional<Peer> peer(InetAddress address) {
      return peers.stream().filter(peer -> peer.machine().addresses().contains(address)).findAny();
    }
  }

  /**
   * One machine.
   *
   * @param name by which others find it, without a dot at its end: "forge.tail1234.ts.net"
   * @param addresses IPv4 first
   * @param keyExpires empty when its key does not expire
   */
  record Machine(String name, List<InetAddress> addresses, Optional<Instant> keyExpires) {
    public Machine {
      addresses = List.copyOf(addresses);
    }

    /** The address that is bound to, and told to others. */
    public InetAddress address() {
      return addresses.getFirst();
    }
  }

  /** Another machine, as this one reaches it. */
  record Peer(Machine machine, boolean online, boolean expired, Path path) {}

  /** How packets get to a peer. */
  sealed interface Path {

    /** From machine to machine. */
    record Direct(String endpoint) implements Path {}

    /** By a relay of that region: encrypted from end to end all the same, but slower. */
    record Relayed(String region) implements Path {}

    /** Nothing went either way of late. */
    record Idle() implements Path {}
  }

  /** Tailnet lock: whether keys need the signature of a trusted machine. */
  enum Lock {
    OFF,
    SIGNED,
    /** It is on, and this machine's key has no signature: nobody will talk to it. */
    UNSIGNED,
    UNKNOWN
  }
}
