package dev.godmode.server.mcp;

import java.util.List;
import java.util.stream.Stream;

/** The versions of the protocol that are spoken here, in its two eras. */
final class Versions {

  /** With a handshake at the beginning; the first is offered to whoever asks for another. */
  static final List<String> SESSION = List.of("2025-11-25", "2025-06-18");

  /** With all that matters in each message. */
  static final List<String> STATELESS = List.of("2026-07-28");

  static final List<String> ALL = Stream.concat(STATELESS.stream(), SESSION.stream()).toList();

  private Versions() {}
}
