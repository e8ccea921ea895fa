package dev.godmode.control.line;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/** Cuts a stream into lines; holds one line at a time, and no more of it than its limit. */
public final class LineScanner {

  private static final int BUFFER_BYTES = 64 << 10;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final int lineMaxBytes;
  private final Consumer<Line> consumer;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int number = 1;
  private long position;
  private long from;

  private LineScanner(int lineMaxBytes, Consumer<Line> consumer) {
    this.lineMaxBytes = lineMaxBytes;
    this.consumer = consumer;
  }

  /**
   * A line without its end (LF or CR LF) and without a byte order mark.
   *
   * @param number from 1
   * @param from where its content begins, in bytes
   * @param to where its content ends, exclusive
   * @param ended false only for a last line without a line feed
   * @param unreadable why there is no text
   */
  public record Line(
      int number, long from, long to, boolean ended, String text, Optional<String> unreadable) {}

  /** What was scanned: its SHA-256 and its length in bytes. */
  public record Scanned(String hash, long bytes) {}

  public static Scanned scan(InputStream in, int lineMaxBytes, Consumer<Line> consumer)
      throws IOException {
    return new LineScanner(lineMaxBytes, consumer).scan(in);
  }

  private Scanned scan(InputStream in) throws IOException {
    var digest = sha256();
    var buffer = new byte[BUFFER_BYTES];
    for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
      take(buffer, read);
    }
    if (position > from) {
      give(position, false);
    }
    return new Scanned(HexFormat.of().formatHex(digest.digest()), position);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private void take(byte[] buffer, int length) {
    var start = 0;
    for (var i = 0; i < length; i++) {
      if (buffer[i] == '\n') {
        keep(buffer, start, i);
        position += i + 1 - start;
        start = i + 1;
        give(position - 1, true);
      }
    }
    keep(buffer, start, length);
    position += length - start;
  }

  private void keep(byte[] buffer, int start, int end) {
    // One byte more than the limit is enough to know that the line is too long.
    var room = lineMaxBytes + 1 - line.size();
    line.write(buffer, start, Math.min(end - start, room));
  }

  private void give(long to, boolean ended) {
    var bytes = line.toByteArray();
    line.reset();
    var skip = number == 1 && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
    var complete = bytes.length == to - from;
    var drop = complete && bytes.length > skip && bytes[bytes.length - 1] == '\r' ? 1 : 0;
    consumer.accept(line(bytes, skip, drop, to, ended));
    number++;
    from = position;
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= BYTE_ORDER_MARK.length
        && bytes[0] == BYTE_ORDER_MARK[0]
        && bytes[1] == BYTE_ORDER_MARK[1]
        && bytes[2] == BYTE_ORDER_MARK[2];
  }

  private Line line(byte[] bytes, int skip, int drop, long to, boolean ended) {
    if (bytes.length > lineMaxBytes) {
      var reason =
          "has %d bytes, more than the %d that a line may have".formatted(to - from, lineMaxBytes);
      return new Line(number, from + skip, to, ended, "", Optional.of(reason));
    }
    var content = ByteBuffer.wrap(bytes, skip, bytes.length - skip - drop);
    var text = CharBuffer.allocate(content.remaining());
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var outcome = decoder.decode(content, text, true);
    Optional<String> unreadable =
        outcome.isError()
            ? Optional.of(
                "byte 0x%02X at place %d is not UTF-8"
                    .formatted(bytes[content.position()], content.position() + 1 - skip))
            : Optional.empty();
    var decoded = outcome.isError() ? "" : text.flip().toString();
    return new Line(number, from + skip, to - drop, ended, decoded, unreadable);
  }
}
