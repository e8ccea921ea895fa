package dev.godmode.control.secret;

import java.net.URI;
import java.util.Set;

/** Where plain HTTP does no harm: it does not leave the machine. */
final class Loopback {

  private static final Set<String> HOSTS = Set.of("127.0.0.1", "[::1]", "localhost");

  private Loopback() {}

  static boolean isPlain(URI address) {
    return "http".equals(address.getScheme()) && HOSTS.contains(address.getHost());
  }
}
