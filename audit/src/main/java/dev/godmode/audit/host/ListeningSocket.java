package dev.godmode.audit.host;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A TCP port that is listened to on this machine.
 *
 * @param holder whose it is; empty where the system does not tell, of other people's processes say
 */
public record ListeningSocket(InetAddress address, int port, Optional<Holder> holder) {

  /**
   * A process.
   *
   * @param program its file's name
   */
  public record Holder(long pid, String program) {}
}
