package dev.godmode.kernel.placement;

import java.util.List;
import java.util.Locale;

/** Amounts as people read them. */
final class Amounts {

  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
  private static final int STEP = 1024;

  private Amounts() {}

  /** {@code 1.5 GiB}, {@code 8 GiB}. */
  static String bytes(long bytes) {
    var value = (double) bytes;
    var unit = 0;
    while (value >= STEP && unit < UNITS.size() - 1) {
      value /= STEP;
      unit++;
    }
    return number(value) + " " + UNITS.get(unit);
  }

  /** {@code 1 core}, {@code 2.5 cores}. */
  static String cores(double cores) {
    return number(cores) + (cores == 1 ? " core" : " cores");
  }

  /** With one place behind the point, where that is not zero. */
  static String number(double value) {
    var text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
