package dev.godmode.protocol.stream;

import java.util.List;

/**
 * One of the controls of a fleet, as workers are told of it.
 *
 * @param addresses host:port of its fleet port, tried in order
 */
public record KnownControl(String name, List<String> addresses) {
  public KnownControl {
    addresses = List.copyOf(addresses);
  }
}
