package dev.godmode.protocol.json;

import dev.godmode.protocol.stream.LogChunk;
import dev.godmode.protocol.stream.LogLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Packs log lines into chunks and unpacks them: base64 of gzip of JSON Lines. */
public final class LogChunks {

  /** A chunk that unpacks to more is refused: it is no honest log. */
  public static final int UNPACKED_MAX_BYTES = 16 << 20;

  private LogChunks() {}

  /** Packs consecutive lines; there must be at least one. */
  public static LogChunk encode(long sequence, List<LogLine> lines) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      for (var line : lines) {
        gzip.write(Json.mapper().writeValueAsBytes(line));
        gzip.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var body = Base64.getEncoder().encodeToString(packed.toByteArray());
    return new LogChunk(sequence, lines.getFirst().number(), lines.size(), body);
  }

  /**
   * Unpacks a chunk.
   *
   * @throws IllegalArgumentException when it is damaged or unpacks to more than {@link
   *     #UNPACKED_MAX_BYTES}
   */
  public static List<LogLine> decode(LogChunk chunk) {
    return lines(chunk).stream().map(line -> Json.read(LogLine.class, line)).toList();
  }

  private static List<String> lines(LogChunk chunk) {
    try (var gzip =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(chunk.body())))) {
      var bytes = gzip.readNBytes(UNPACKED_MAX_BYTES + 1);
      if (bytes.length > UNPACKED_MAX_BYTES) {
        throw new IllegalArgumentException(
            "log chunk %d unpacks to more than %d bytes"
                .formatted(chunk.sequence(), UNPACKED_MAX_BYTES));
      }
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new IllegalArgumentException("log chunk " + chunk.sequence() + " is damaged", e);
    }
  }
}
