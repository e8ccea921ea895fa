package dev.godmode.protocol.json;

import dev.godmode.protocol.task.Change;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Patches as they travel: compressed, in base64. */
public final class Patches {

  private Patches() {}

  public static String pack(byte[] patch) {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(patch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  /**
   * Unpacks one, and no more of it than a patch may have.
   *
   * @throws IllegalArgumentException when it is none, or too large
   */
  public static byte[] unpack(String body) {
    try (var zip =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(body)))) {
      var patch = zip.readNBytes(Change.PATCH_MAX_BYTES + 1);
      if (patch.length > Change.PATCH_MAX_BYTES) {
        throw new IllegalArgumentException(
            "a patch may have %d bytes".formatted(Change.PATCH_MAX_BYTES));
      }
      return patch;
    } catch (IOException e) {
      throw new IllegalArgumentException("not a compressed patch", e);
    }
  }
}
