package dev.godmode.server.routes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** The HUD's files as they lie in the jar, each read and compressed once. */
final class HudAssets {

  private static final String FOLDER = "/hud/";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._/-]*");
  private static final Map<String, String> MEDIA_TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  /** One file. */
  static final class Asset {

    private final String mediaType;
    private final byte[] plain;
    private final byte[] gzipped;
    private final String tag;

    private Asset(String mediaType, byte[] plain) throws IOException {
      this.mediaType = mediaType;
      this.plain = plain;
      this.gzipped = gzip(plain);
      this.tag = "\"%x-%x\"".formatted(plain.length, Arrays.hashCode(plain));
    }

    String mediaType() {
      return mediaType;
    }

    byte[] plain() {
      return plain;
    }

    byte[] gzipped() {
      return gzipped;
    }

    /** Changes with the content. */
    String tag() {
      return tag;
    }
  }

  private final Map<String, Asset> known = new ConcurrentHashMap<>();

  /** The file of that path, without a leading slash. */
  Optional<Asset> find(String path) {
    if (!PLAIN.matcher(path).matches() || path.contains("..")) {
      return Optional.empty();
    }
    return Optional.ofNullable(known.get(path)).or(() -> load(path));
  }

  private Optional<Asset> load(String path) {
    try (var in = HudAssets.class.getResourceAsStream(FOLDER + path)) {
      if (in == null || mediaType(path).isEmpty()) {
        return Optional.empty();
      }
      var asset = new Asset(mediaType(path).get(), in.readAllBytes());
      known.put(path, asset);
      return Optional.of(asset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder, or a file that no browser asks for, has none. */
  private static Optional<String> mediaType(String path) {
    var dot = path.lastIndexOf('.');
    return Optional.ofNullable(MEDIA_TYPES.get(path.substring(dot + 1)));
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }
}
