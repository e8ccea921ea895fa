package dev.godmode.server.network;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;

/**
 * Somebody comes to one of our ports.
 *
 * @param peer the other end of the connection
 * @param local this end
 * @param headers all values of a header, by its name
 */
public record Approach(
    InetSocketAddress peer, InetSocketAddress local, Function<String, List<String>> headers) {

  public String address() {
    return peer.getAddress().getHostAddress();
  }
}
