package dev.godmode.control.inference.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A whole answer as it is kept: one line with the version of this form and the provider, then what
 * the client was sent, JSON or events as they go over the wire.
 */
record KeptAnswer(String provider, ByteBuffer body) {

  private static final String VERSION = "1 ";

  byte[] encoded() {
    var head = (VERSION + provider + "\n").getBytes(UTF_8);
    return ByteBuffer.allocate(head.length + body.remaining())
        .put(head)
        .put(body.duplicate())
        .array();
  }

  /** Empty when another version wrote it, or nobody of ours. */
  static Optional<KeptAnswer> decoded(byte[] bytes) {
    for (var at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        var head = new String(bytes, 0, at, UTF_8);
        return head.startsWith(VERSION)
            ? Optional.of(
                new KeptAnswer(
                    head.substring(VERSION.length()),
                    ByteBuffer.wrap(bytes, at + 1, bytes.length - at - 1).slice()))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
