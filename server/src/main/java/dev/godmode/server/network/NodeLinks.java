package dev.godmode.server.network;

import dev.godmode.control.tailnet.Standing;
import dev.godmode.control.tailnet.Standing.Path;
import dev.godmode.control.tailnet.Standing.Peer;
import dev.godmode.protocol.api.TailnetView;
import dev.godmode.protocol.api.TailnetView.NodeLink;
import dev.godmode.protocol.node.NodeId;
import java.net.InetAddress;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** How each node is reached, as the tailnet knows it. */
public final class NodeLinks {

  /** Where a node's stream comes from. */
  public record Source(NodeId id, String name, InetAddress address) {}

  /**
   * Where people of the tailnet come in.
   *
   * @param tailnet addresses of the HUD there
   * @param serve what {@code tailscale serve} is told
   */
  public record PeoplesPorts(List<String> tailnet, Optional<String> serve) {}

  private final TailnetWatch watch;
  private final Supplier<List<Source>> sources;
  private final Supplier<PeoplesPorts> ports;

  public NodeLinks(
      TailnetWatch watch, Supplier<List<Source>> sources, Supplier<PeoplesPorts> ports) {
    this.watch = watch;
    this.sources = sources;
    this.ports = ports;
  }

  public TailnetView view() {
    var standing = watch.standing();
    var running =
        standing instanceof Standing.Running on
            ? Optional.of(on)
            : Optional.<Standing.Running>empty();
    return new TailnetView(
        watch.mode(),
        running.isPresent(),
        watch.detail(),
        standing instanceof Standing.LoggedOut(var link, _)
            ? link.map(URI::toString)
            : Optional.empty(),
        running.map(on -> on.self().name()),
        running.stream()
            .flatMap(on -> on.self().addresses().stream())
            .map(InetAddress::getHostAddress)
            .toList(),
        running.flatMap(on -> on.self().keyExpires()),
        running.map(on -> on.lock().name().toLowerCase(Locale.ROOT)),
        running.map(Standing.Running::userspace).orElse(false),
        ports.get().tailnet(),
        ports.get().serve(),
        running.map(this::links).orElse(List.of()));
  }

  private List<NodeLink> links(Standing.Running running) {
    return sources.get().stream()
        .map(source -> link(running, source))
        .sorted(Comparator.comparing(NodeLink::name))
        .toList();
  }

  private static NodeLink link(Standing.Running running, Source source) {
    var peer = running.peer(source.address());
    return new NodeLink(
        source.id(),
        source.name(),
        source.address().getHostAddress(),
        peer.map(found -> word(found.path())).orElseGet(() -> isHere(running, source)),
        peer.flatMap(found -> via(found.path())),
        peer.map(Peer::machine).map(Standing.Machine::name),
        peer.map(Peer::machine).flatMap(Standing.Machine::keyExpires));
  }

  private static String isHere(Standing.Running running, Source source) {
    return source.address().isLoopbackAddress()
            || running.self().addresses().contains(source.address())
        ? "local"
        : "outside";
  }

  private static String word(Path path) {
    return switch (path) {
      case Path.Direct _ -> "direct";
      case Path.Relayed _ -> "relayed";
      case Path.Idle _ -> "idle";
    };
  }

  private static Optional<String> via(Path path) {
    return switch (path) {
      case Path.Direct(var endpoint) -> Optional.of(endpoint);
      case Path.Relayed(var region) -> Optional.of(region);
      case Path.Idle _ -> Optional.empty();
    };
  }
}
