package dev.godmode.testkit.questions;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads one message of HTTP/1.1 after the other off a connection, by their lengths or in chunks.
 */
final class MessageReader {

  private static final int BUFFER_BYTES = 16 << 10;
  private static final int LINE_MAX_BYTES = 8 << 10;
  private static final int HEX = 16;

  private final InputStream in;

  MessageReader(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
  }

  /**
   * What comes before a body.
   *
   * @param first line, of a request or a status
   */
  record Head(String first, int length, boolean chunked) {}

  /**
   * What was sent.
   *
   * @param beganNanos when its first bytes were there
   */
  record Body(String text, long beganNanos) {}

  /** The next message's head; empty when the other side has ended the connection. */
  Optional<Head> head() throws IOException {
    var first = line();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    var length = 0;
    var chunked = false;
    for (var header = line(); !header.isEmpty(); header = line()) {
      var colon = header.indexOf(':');
      var name = header.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
      if (name.equals("content-length")) {
        length = Integer.parseInt(header.substring(colon + 1).strip());
      } else if (name.equals("transfer-encoding")) {
        chunked = true;
      }
    }
    return Optional.of(new Head(first, length, chunked));
  }

  Body body(Head head) throws IOException {
    if (!head.chunked()) {
      return new Body(text(in.readNBytes(head.length())), System.nanoTime());
    }
    var size = chunk();
    var began = System.nanoTime();
    var whole = new ByteArrayOutputStream();
    while (size > 0) {
      whole.writeBytes(in.readNBytes(size));
      line();
      size = chunk();
    }
    line();
    return new Body(text(whole.toByteArray()), began);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private int chunk() throws IOException {
    var line = line();
    if (line.isEmpty()) {
      throw new EOFException("the message broke off");
    }
    return Integer.parseInt(line.split(";", 2)[0].strip(), HEX);
  }

  /** Without its end; the end of the connection is an empty one. */
  private String line() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (bytes.size() == LINE_MAX_BYTES) {
        throw new IOException("a line of more than %d bytes".formatted(LINE_MAX_BYTES));
      }
      bytes.write(next);
    }
    var line = bytes.toString(StandardCharsets.ISO_8859_1);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
