package dev.godmode.server;

/** A port that control needs is used by another process, or may not be used. */
public final class PortTaken extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int port;

  PortTaken(String what, String address, int port, String variable, String reason) {
    super(
        "the %s port %s:%d cannot be had: %s. Stop what uses it, or set %s to another port."
            .formatted(what, address, port, reason, variable));
    this.port = port;
  }

  public int port() {
    return port;
  }
}
