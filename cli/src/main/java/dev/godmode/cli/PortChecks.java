package dev.godmode.cli;

import dev.godmode.audit.host.ListeningSocket;
import dev.godmode.audit.host.SocketInspection;
import dev.godmode.cli.Finding.Rule;
import dev.godmode.protocol.api.Daemons.ControlProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this machine listens on: God Mode's ports only where they should, and no database where
 * other machines reach it.
 */
final class PortChecks {

  private final Home home;
  private final List<ListeningSocket> sockets;

  PortChecks(Home home, List<ListeningSocket> sockets) {
    this.home = home;
    this.sockets = List.copyOf(sockets);
  }

  /** All findings; a database of God Mode's own is told of once. */
  List<Finding> look(Optional<ControlProcess> control) throws IOException {
    var findings = new ArrayList<Finding>();
    var database = database();
    control.ifPresent(
        running -> {
          findings.addAll(onlyLoopback("the API", port(running.api())));
          findings.addAll(onlyLoopback("the HUD", port(running.hud())));
          findings.addAll(notEverywhere(port(running.fleet())));
        });
    database.ifPresent(port -> findings.addAll(onlyLoopback("PostgreSQL", port)));
    var others =
        sockets.stream()
            .filter(socket -> database.filter(port -> port == socket.port()).isEmpty())
            .toList();
    new SocketInspection(Map.of()).look(others).stream().map(Finding::of).forEach(findings::add);
    return findings;
  }

  private Optional<Integer> database() throws IOException {
    var file = home.folder().resolve("postgres/port");
    return Files.exists(file)
        ? Optional.of(Integer.parseInt(Files.readString(file).strip()))
        : Optional.empty();
  }

  private static int port(String url) {
    return URI.create(url).getPort();
  }

  /** Every address but loopback is one too many. */
  private List<Finding> onlyLoopback(String name, int port) {
    return sockets.stream()
        .filter(socket -> socket.port() == port && !socket.address().isLoopbackAddress())
        .map(
            socket ->
                Finding.of(
                    Rule.PORT_OPEN,
                    "port " + port,
                    "%s listens on %s, where other machines reach it"
                        .formatted(name, socket.address().getHostAddress()),
                    "gm down && ./gmup binds it to loopback; from afar use ssh -L or a tailnet"))
        .toList();
  }

  /** The fleet port may be told an address of its own, but all of them is too many. */
  private List<Finding> notEverywhere(int port) {
    return sockets.stream()
        .filter(socket -> socket.port() == port && socket.address().isAnyLocalAddress())
        .map(
            _ ->
                Finding.of(
                    Rule.FLEET_PORT_WIDE,
                    "port " + port,
                    "the fleet port listens on every network of this machine",
                    "set GODMODE_FLEET_ADDRESS to the tailnet's address, then gm down && ./gmup"))
        .toList();
  }
}
