package dev.godmode.server.http;

import io.helidon.http.Status;
import io.helidon.webserver.sse.SseSink;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a call came in by, and what it is answered through: a request on the wire, or one that is
 * made inside control.
 */
interface Exchange {

  /** "GET". */
  String method();

  /** The path as it is on the wire, nothing decoded. */
  String rawPath();

  /** The query as it is on the wire; empty when there is none. */
  String rawQuery();

  String path(String name);

  Optional<String> query(String name);

  Collection<String> queryNames();

  Optional<String> header(String name);

  /** All headers, by their names in lower case. */
  Map<String, List<String>> headers();

  Optional<String> cookie(String name);

  /** Whether it came in encrypted. */
  boolean isSecure();

  /**
   * The whole body; empty when there is none.
   *
   * @throws Refusal 413 when it has more bytes
   */
  byte[] body(long maxBytes);

  /** A header of the answer. */
  void header(String name, String value);

  /** The whole answer at once. */
  void send(Status status, String mediaType, byte[] bytes);

  /** An answer without a body. */
  void send(Status status);

  /** The answer bit by bit; the caller closes the stream. */
  OutputStream stream(Status status, String mediaType);

  /** The answer as server-sent events. */
  SseSink events();
}
