package dev.godmode.cli;

import dev.godmode.cli.Finding.Rule;
import dev.godmode.protocol.api.Daemons.ControlProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Whether God Mode's ports listen only where they should: on this machine itself. */
final class PortChecks {

  private final Home home;

  PortChecks(Home home) {
    this.home = home;
  }

  List<Finding> look(ControlProcess control) throws IOException {
    var findings = new ArrayList<Finding>();
    findings.addAll(onlyLoopback("the API", port(control.api())));
    findings.addAll(onlyLoopback("the HUD", port(control.hud())));
    var database = home.folder().resolve("postgres/port");
    if (Files.exists(database)) {
      findings.addAll(
          onlyLoopback("PostgreSQL", Integer.parseInt(Files.readString(database).strip())));
    }
    findings.addAll(notEverywhere(port(control.fleet())));
    return findings;
  }

  private static int port(String url) {
    return URI.create(url).getPort();
  }

  private static List<Finding> onlyLoopback(String name, int port) throws IOException {
    return judge(name, port, Listeners.of(port));
  }

  /** Every address but loopback is one too many. */
  static List<Finding> judge(String name, int port, List<InetAddress> addresses) {
    return addresses.stream()
        .filter(address -> !address.isLoopbackAddress())
        .map(
            address ->
                Finding.of(
                    Rule.PORT_OPEN,
                    "port " + port,
                    "%s listens on %s, where other machines reach it"
                        .formatted(name, address.getHostAddress()),
                    "gm down && ./gmup binds it to loopback; from afar use ssh -L or a tailnet"))
        .toList();
  }

  /** The fleet port may be told an address of its own, but all of them is too many. */
  private static List<Finding> notEverywhere(int port) throws IOException {
    return Listeners.of(port).stream()
        .filter(InetAddress::isAnyLocalAddress)
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
