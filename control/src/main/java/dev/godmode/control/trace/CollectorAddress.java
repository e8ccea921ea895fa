package dev.godmode.control.trace;

import dev.godmode.control.secret.ServerNames;
import dev.godmode.protocol.text.SecretReference;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where spans go to, by OTLP over HTTP.
 *
 * @param url {@code http://HOST:PORT} or {@code https://HOST:PORT}, with a path where the collector
 *     has one
 * @param key the secret that opens it: the line of a header, {@code Authorization: Bearer ...}
 */
public record CollectorAddress(URI url, Optional<SecretReference> key) {

  private static final ServerNames NAMES =
      new ServerNames("a collector of traces", "GODMODE_OTLP", List.of("http", "https"));
  private static final String TRACES = "/v1/traces";

  /**
   * Reads one as people write it.
   *
   * @param key {@code secret://NAME}
   * @throws IllegalArgumentException saying what is wrong
   */
  public static CollectorAddress parse(String text, Optional<String> key) {
    var url = NAMES.url(text.strip());
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the address of a collector of traces ends with its path, and has no ? or #");
    }
    return new CollectorAddress(url, key.map(NAMES::key));
  }

  /** Where traces are posted to, as OTLP has it for the address of all signals. */
  public String endpoint() {
    return url.toString().replaceFirst("/+$", "").replaceFirst(TRACES + "$", "") + TRACES;
  }

  /** "http://127.0.0.1:4318". */
  @Override
  public String toString() {
    return url.toString();
  }
}
