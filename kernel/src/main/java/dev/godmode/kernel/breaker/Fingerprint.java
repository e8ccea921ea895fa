package dev.godmode.kernel.breaker;

import dev.godmode.protocol.task.AttemptReport;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How an attempt failed, without what differs from one to the next: two that failed alike have the
 * same.
 */
final class Fingerprint {

  static final int MAX_CHARS = 200;

  /** Ids, hashes, fences, times, ports, pids: all that holds a digit. */
  private static final Pattern NUMBERED = Pattern.compile("[\\p{Alnum}_.:-]*\\d[\\p{Alnum}_.:-]*");

  private Fingerprint() {}

  /**
   * The fingerprint of a failure.
   *
   * @param own words that only this attempt has: the names of its task and its node
   */
  static String of(AttemptReport report, List<String> own) {
    var text = report.reason().toLowerCase(Locale.ROOT);
    for (var word : own) {
      text = word.isBlank() ? text : text.replace(word.toLowerCase(Locale.ROOT), "*");
    }
    var plain = NUMBERED.matcher(text).replaceAll("#").strip();
    return report.ending().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + (plain.isEmpty() ? "" : ": " + plain.substring(0, Math.min(MAX_CHARS, plain.length())));
  }
}
