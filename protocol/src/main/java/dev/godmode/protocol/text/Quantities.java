package dev.godmode.protocol.text;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: {@code 30s}, {@code 1h30m}, {@code 64MiB}. */
public final class Quantities {

  private static final Map<String, Duration> TIMES = times();
  private static final Map<String, Integer> SIZES =
      Map.of("", 0, "k", 10, "m", 20, "g", 30, "t", 40);
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|[dhms])");
  private static final Pattern WHOLE_TIME = Pattern.compile("(?:\\d{1,9}(?:ms|[dhms]))+");
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,9})\\s*(?:([KMGT])iB|([kmgtKMGT])|B)");

  private Quantities() {}

  private static Map<String, Duration> times() {
    var units = new LinkedHashMap<String, Duration>();
    units.put("d", Duration.ofDays(1));
    units.put("h", Duration.ofHours(1));
    units.put("m", Duration.ofMinutes(1));
    units.put("s", Duration.ofSeconds(1));
    units.put("ms", Duration.ofMillis(1));
    return units;
  }

  /**
   * Reads {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 250ms}, {@code 2d}.
   *
   * @throws IllegalArgumentException when it is not written so; the message says how
   */
  public static Duration duration(String text) {
    if (!WHOLE_TIME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a duration is written like 30s, 5m or 1h30m, was '%s'".formatted(text));
    }
    var sum = Duration.ZERO;
    for (var part = TIME.matcher(text); part.find(); ) {
      var unit = TIMES.getOrDefault(part.group(2), Duration.ZERO);
      sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
    }
    return sum;
  }

  /**
   * Reads {@code 512B}, {@code 64KiB}, {@code 64MiB}, {@code 4GiB}, or short {@code 4g}.
   *
   * @return bytes
   * @throws IllegalArgumentException when it is not written so; the message says how
   */
  public static long bytes(String text) {
    var size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "a size is written like 512KiB, 64MiB or 4GiB, was '%s'".formatted(text));
    }
    var unit =
        Optional.ofNullable(size.group(2))
            .or(() -> Optional.ofNullable(size.group(3)))
            .orElse("")
            .toLowerCase(Locale.ROOT);
    return Long.parseLong(size.group(1)) << SIZES.getOrDefault(unit, 0);
  }
}
