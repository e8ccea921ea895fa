package dev.godmode.audit.host;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Rule;
import dev.godmode.audit.manifest.Images;
import dev.godmode.audit.manifest.PublishedPort;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What this machine listens on, live: databases, the container engine's API, and God Mode's own
 * ports must not be where other machines reach them.
 */
public final class SocketInspection {

  private static final int ENGINE_PORT = 2375;

  private final Map<Integer, String> own;

  /**
   * Looks at sockets.
   *
   * @param own God Mode's ports that are for this machine alone, with what is there
   */
  public SocketInspection(Map<Integer, String> own) {
    this.own = Map.copyOf(own);
  }

  public List<Finding> look(List<ListeningSocket> sockets) {
    return sockets.stream()
        .flatMap(socket -> found(socket).stream())
        .sorted(Finding.ORDER)
        .toList();
  }

  private Optional<Finding> found(ListeningSocket socket) {
    if (socket.address().isLoopbackAddress()) {
      return Optional.empty();
    }
    var what = own.get(socket.port());
    if (what != null) {
      return Optional.of(
          finding(
              Rule.SOCKET_PUBLIC,
              socket,
              "%s listens on %s, where other machines reach it".formatted(what, where(socket)),
              "gm down && ./gmup binds it to loopback; from afar use ssh -L or a tailnet"));
    }
    return PublishedPort.isPublic(socket.address().getHostAddress())
        ? ofOthers(socket)
        : Optional.empty();
  }

  private static Optional<Finding> ofOthers(ListeningSocket socket) {
    if (socket.port() == ENGINE_PORT) {
      return Optional.of(
          finding(
              Rule.ENGINE_API_OPEN,
              socket,
              "the container engine's API listens on %s: whoever reaches it owns the machine"
                  .formatted(where(socket)),
              "take tcp:// out of the engine's settings, and leave it on its socket; from afar use ssh"
                  + " (docker -H ssh://HOST)"));
    }
    return isDatabase(socket)
        ? Optional.of(
            finding(
                Rule.DATABASE_PUBLIC,
                socket,
                "%s listens on %s, where other machines reach it"
                    .formatted(named(socket), where(socket)),
                "bind it to 127.0.0.1 (listen_addresses, bind, bindIp, or -p 127.0.0.1:PORT:PORT), and"
                    + " start it anew"))
        : Optional.empty();
  }

  private static boolean isDatabase(ListeningSocket socket) {
    return PublishedPort.isDatabase(socket.port())
        || socket
            .holder()
            .filter(holder -> Images.isDatabase(holder.program().toLowerCase(Locale.ROOT)))
            .isPresent();
  }

  private static String named(ListeningSocket socket) {
    return socket
        .holder()
        .filter(holder -> !holder.program().isEmpty())
        .map(holder -> "%s (process %d)".formatted(holder.program(), holder.pid()))
        .orElse("what is usually a database");
  }

  private static String where(ListeningSocket socket) {
    return socket.address().isAnyLocalAddress()
        ? "every interface"
        : socket.address().getHostAddress();
  }

  private static Finding finding(Rule rule, ListeningSocket socket, String why, String mend) {
    return new Finding(rule, "port " + socket.port(), 0, why, mend, Optional.empty());
  }
}
