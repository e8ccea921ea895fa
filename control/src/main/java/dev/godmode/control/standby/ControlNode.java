package dev.godmode.control.standby;

import java.util.List;

/**
 * One of the controls that share a database.
 *
 * @param id made once for each home, and kept
 * @param addresses of its fleet port, host:port, the most useful first
 * @param authority fingerprint of the certificate authority it shows workers
 */
public record ControlNode(
    String id, String name, List<String> addresses, String authority, String version) {

  public ControlNode {
    addresses = List.copyOf(addresses);
  }
}
