package dev.godmode.protocol.network;

import java.util.Locale;
import java.util.Set;

/**
 * Headers of one connection and not of what is asked over it: whoever passes a request on leaves
 * them behind (RFC 9110, 7.6.1), and those that a client sets itself.
 */
public final class HopHeaders {

  private static final Set<String> NAMES =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private HopHeaders() {}

  /** Whether a header is one of them, however it is written. */
  public static boolean isOne(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }
}
