package dev.godmode.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** Times, sizes and ids as people like them. */
final class Words {

  private static final int SHORT_ID = 13;
  private static final int LINE_MAX = 100;

  private Words() {}

  static String ago(Instant at, Instant now) {
    return duration(Duration.between(at, now)) + " ago";
  }

  static String duration(Duration duration) {
    var seconds = Math.max(0, duration.toSeconds());
    if (seconds < 10 && !duration.isNegative()) {
      return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7_200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
  }

  static String bytes(long bytes) {
    var units = new String[] {"B", "KiB", "MiB", "GiB", "TiB"};
    var value = (double) bytes;
    var unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(
        Locale.ROOT, value < 10 && unit > 0 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }

  /** All of its lines in one, as much as a table has room for. */
  static String line(String text) {
    return cut(text.lines().collect(Collectors.joining(" ")), LINE_MAX);
  }

  static String cut(String text, int length) {
    var line = text.lines().findFirst().orElse("");
    return line.length() <= length ? line : line.substring(0, Math.max(0, length - 1)) + "…";
  }

  static String id(String id) {
    return id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
  }
}
