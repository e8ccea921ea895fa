package dev.godmode.server.secret;

import dev.godmode.protocol.network.HopHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which headers a broker passes on, in either direction. */
final class BrokerHeaders {

  /** What is about the caller and us: who it is, from where, by which way. */
  private static final Set<String> OF_THE_CALLER =
      Set.of(
          "accept-encoding",
          "authorization",
          "cookie",
          "forwarded",
          "origin",
          "referer",
          "via",
          "x-real-ip");

  private static final List<String> CALLERS_PREFIXES = List.of("proxy-", "sec-", "x-forwarded-");

  /** What would make the caller somebody there, or lies about the connection to us. */
  private static final Set<String> OF_THE_ANSWER =
      Set.of(
          "alt-svc",
          "content-type",
          "date",
          "server",
          "set-cookie",
          "set-cookie2",
          "strict-transport-security");

  private BrokerHeaders() {}

  /**
   * Whether a header of the caller goes out.
   *
   * @param own the one that carries the secret: nobody else sets it
   * @param shown the caller's credential: no header with it in goes out, whatever it is called
   */
  static boolean goesOut(String name, List<String> values, String own, Optional<String> shown) {
    return !HopHeaders.isOne(name)
        && !OF_THE_CALLER.contains(name)
        && CALLERS_PREFIXES.stream().noneMatch(name::startsWith)
        && !name.equals(own.toLowerCase(Locale.ROOT))
        && values.stream().noneMatch(value -> shown.filter(value::contains).isPresent());
  }

  /** Whether a header of the answer comes back. */
  static boolean comesBack(Map.Entry<String, List<String>> header) {
    var name = header.getKey().toLowerCase(Locale.ROOT);
    return !name.startsWith(":")
        && !name.startsWith("proxy-")
        && !HopHeaders.isOne(name)
        && !OF_THE_ANSWER.contains(name);
  }
}
