package dev.godmode.server.http;

import java.util.Optional;

/**
 * What a body consists of.
 *
 * @param shape of JSON; empty for other types
 * @param maxBytes most bytes of a request's body
 */
record Content(String mediaType, Optional<Shape> shape, long maxBytes) {

  static final String JSON = "application/json";

  /** Most bytes of a JSON request, unless its route says otherwise. */
  static final long JSON_MAX_BYTES = 16L << 20;

  static Content json(Class<?> type) {
    return new Content(JSON, Optional.of(Shapes.of(type)), JSON_MAX_BYTES);
  }

  static Content other(String mediaType, long maxBytes) {
    return new Content(mediaType, Optional.empty(), maxBytes);
  }
}
