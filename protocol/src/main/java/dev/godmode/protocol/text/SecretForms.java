package dev.godmode.protocol.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The ways in which programs write a secret down. */
final class SecretForms {

  /** Lines of a long value that are looked for one by one. */
  private static final int LINES_MAX = 200;

  /** What base64 makes of three bytes. */
  private static final int GROUP = 3;

  private SecretForms() {}

  /** The value, and each line of it that is long enough. */
  static Set<String> plain(String value) {
    var all = new LinkedHashSet<String>();
    all.add(value);
    value
        .lines()
        .map(String::strip)
        .filter(line -> line.length() >= Redaction.SECRET_MIN_LENGTH)
        .limit(LINES_MAX)
        .forEach(all::add);
    return all;
  }

  /** The value as encodings write it. */
  static Set<String> encoded(String value) {
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    var all = new LinkedHashSet<String>();
    all.add(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    all.addAll(urls(value));
    all.addAll(base64(bytes));
    all.addAll(numbers(value, bytes));
    all.remove(value);
    return all;
  }

  private static List<String> urls(String value) {
    var form = URLEncoder.encode(value, StandardCharsets.UTF_8);
    var path = form.replace("+", "%20");
    return List.of(form, path, lowerCaseHex(form), lowerCaseHex(path));
  }

  /** "%2F" as "%2f". */
  private static String lowerCaseHex(String encoded) {
    var parts = encoded.split("%", -1);
    var lower = new StringBuilder(parts[0]);
    for (var part : Arrays.asList(parts).subList(1, parts.length)) {
      lower
          .append('%')
          .append(part.substring(0, 2).toLowerCase(Locale.ROOT))
          .append(part, 2, part.length());
    }
    return lower.toString();
  }

  /**
   * Base64 takes bytes by threes, so a value that begins at the first, the second or the third of
   * them looks different. Characters that have bits of a neighbour in them are left out; at the end
   * of a text there is no neighbour.
   */
  private static List<String> base64(byte[] value) {
    var all = new ArrayList<String>();
    for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      for (var before = 0; before < GROUP; before++) {
        var bytes = new byte[before + value.length];
        System.arraycopy(value, 0, bytes, before, value.length);
        var text = encoder.withoutPadding().encodeToString(bytes);
        var from = (before * Byte.SIZE + 5) / 6;
        var whole = bytes.length * Byte.SIZE / 6;
        all.add(text.substring(from));
        all.add(text.substring(from, whole));
      }
    }
    return all;
  }

  /** Hex and decimal, with what dumps put before each byte. */
  private static List<String> numbers(String value, byte[] bytes) {
    var hex = HexFormat.of().formatHex(bytes);
    return List.of(
        hex,
        hex.toUpperCase(Locale.ROOT),
        HexFormat.of().withPrefix("x").formatHex(bytes),
        HexFormat.of().withPrefix("0x").formatHex(bytes),
        escaped(value, bytes),
        decimals(bytes));
  }

  // Each attempt's credential is written down like this before its program starts: no formatter.

  private static String escaped(String value, byte[] bytes) {
    if (bytes.length == value.length()) {
      return HexFormat.of().withPrefix("u00").formatHex(bytes);
    }
    var text = new StringBuilder();
    for (var i = 0; i < value.length(); i++) {
      text.append('u').append(HexFormat.of().toHexDigits(value.charAt(i)));
    }
    return text.toString();
  }

  private static String decimals(byte[] bytes) {
    var text = new StringBuilder();
    for (var each : bytes) {
      text.append(text.isEmpty() ? "" : " ").append(Byte.toUnsignedInt(each));
    }
    return text.toString();
  }
}
