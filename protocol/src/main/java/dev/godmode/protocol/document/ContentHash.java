package dev.godmode.protocol.document;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, by which content is addressed: lower-case hex. */
public final class ContentHash {

  /** What one looks like. */
  public static final String PATTERN = "[0-9a-f]{64}";

  private ContentHash() {}

  public static String of(byte[] content) {
    return HexFormat.of().formatHex(fresh().digest(content));
  }

  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** For content that does not fit into memory. */
  public static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** A finished digest as text. */
  public static String finished(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
