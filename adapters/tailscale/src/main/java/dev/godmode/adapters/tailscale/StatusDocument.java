package dev.godmode.adapters.tailscale;

import dev.godmode.control.tailnet.Standing;
import dev.godmode.control.tailnet.Standing.Lock;
import dev.godmode.control.tailnet.Standing.Machine;
import dev.godmode.control.tailnet.Standing.Path;
import dev.godmode.control.tailnet.Standing.Peer;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What tailscaled's status says. Fields may be absent in other versions of it, or null: then what
 * they would tell is not known.
 */
final class StatusDocument {

  private StatusDocument() {}

  static Standing standing(JsonNode status, Lock lock) {
    var self = status.path("Self");
    return switch (status.path("BackendState").asString("")) {
      case "Running" -> running(status, self, lock);
      case "Stopped" -> new Standing.Stopped();
      case "NeedsMachineAuth" -> new Standing.Unapproved();
      case "NeedsLogin" ->
          new Standing.LoggedOut(
              text(status, "AuthURL").flatMap(StatusDocument::link), hadAKey(self));
      default -> new Standing.Starting();
    };
  }

  private static Standing running(JsonNode status, JsonNode self, Lock lock) {
    var machine = machine(self);
    return machine.addresses().isEmpty()
        ? new Standing.Starting()
        : new Standing.Running(
            machine,
            lock,
            !status.path("TUN").asBoolean(true),
            status.path("Peer").valueStream().map(StatusDocument::peer).toList());
  }

  /**
   * After a logout a machine has no addresses; with a key that ran out it keeps them, and of itself
   * tailscaled does not say "expired".
   */
  private static boolean hadAKey(JsonNode self) {
    return !machine(self).addresses().isEmpty() && machine(self).keyExpires().isPresent();
  }

  private static Peer peer(JsonNode peer) {
    return new Peer(
        machine(peer),
        peer.path("Online").asBoolean(false),
        peer.path("Expired").asBoolean(false),
        path(peer));
  }

  /** A peer keeps its home relay while it is reached directly: an endpoint in use decides. */
  private static Path path(JsonNode peer) {
    var endpoint = text(peer, "CurAddr");
    if (endpoint.isPresent()) {
      return new Path.Direct(endpoint.get());
    }
    return text(peer, "PeerRelay")
        .or(() -> text(peer, "Relay"))
        .filter(_ -> peer.path("Active").asBoolean(false))
        .<Path>map(Path.Relayed::new)
        .orElseGet(Path.Idle::new);
  }

  private static Machine machine(JsonNode node) {
    var name = text(node, "DNSName").or(() -> text(node, "HostName")).orElse("");
    return new Machine(
        name.replaceFirst("\\.$", ""),
        addresses(node.path("TailscaleIPs")),
        text(node, "KeyExpiry").flatMap(StatusDocument::instant));
  }

  private static List<InetAddress> addresses(JsonNode list) {
    return list.valueStream()
        .map(address -> InetAddress.ofLiteral(address.stringValue()))
        .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
        .toList();
  }

  static Optional<String> text(JsonNode node, String field) {
    return Optional.of(node.path(field).asString("")).filter(text -> !text.isBlank());
  }

  private static Optional<URI> link(String text) {
    return text.startsWith("http://") || text.startsWith("https://")
        ? Optional.of(URI.create(text))
        : Optional.empty();
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
