package dev.godmode.server;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** By which names and addresses this machine is reached. */
final class HostNames {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Set<String> ANY = Set.of("0.0.0.0", "::");

  private HostNames() {}

  /** Host headers of browsers that are meant for us. */
  static Set<String> ofBrowsers(Set<String> configured) {
    var names = new HashSet<>(LOOPBACK);
    configured.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    return names;
  }

  /** Host headers on the port for people: this machine as the tailnet's machines call it. */
  static Set<String> onTailnet(ServerSettings settings) {
    var names = behindServe(settings);
    settings.tailnet().people().forEach(address -> names.add(inHost(address)));
    settings.tailnet().hosts().forEach(host -> names.add(firstWord(host)));
    return names;
  }

  /** Host headers that {@code tailscale serve} hands on as they came. */
  static Set<String> behindServe(ServerSettings settings) {
    var names = new HashSet<String>();
    settings.names().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    settings.tailnet().hosts().forEach(host -> names.add(inHost(host)));
    return names;
  }

  private static String inHost(String name) {
    return name.contains(":") ? "[" + name + "]" : name.toLowerCase(Locale.ROOT);
  }

  /** "forge" of forge.tail1234.ts.net, as people type it; an address has no such word. */
  private static String firstWord(String host) {
    return host.matches("[0-9.]+|.*:.*") ? inHost(host) : inHost(host.split("\\.", 2)[0]);
  }

  /** Addresses by which a port bound to that address is reached, from other machines first. */
  static List<String> reachable(String bound) {
    if (!ANY.contains(bound)) {
      return List.of(bound);
    }
    try {
      var addresses = new ArrayList<String>();
      for (var network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        network
            .inetAddresses()
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .map(InetAddress::getHostAddress)
            .forEach(addresses::add);
      }
      addresses.add(ServerSettings.LOOPBACK);
      return addresses;
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }
}
