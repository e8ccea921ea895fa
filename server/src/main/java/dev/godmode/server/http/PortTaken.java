package dev.godmode.server.http;

/** A port that is needed is used by another process, or may not be used. */
public final class PortTaken extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int port;

  PortTaken(OpenPort.Place place, String reason) {
    super(
        "the %s port %s:%d cannot be had: %s. Stop what uses it, or set %s to another port."
            .formatted(place.what(), place.address(), place.port(), reason, place.variable()));
    this.port = place.port();
  }

  public int port() {
    return port;
  }
}
