package dev.godmode.cli;

import java.time.Duration;
import java.time.Instant;

/**
 * Time from left to right, as bars of text.
 *
 * @param width of a bar, in characters
 */
record Axis(Instant begin, Instant end, int width) {

  String head() {
    return "TIME" + " ".repeat(width - "TIME".length());
  }

  String from(Instant at) {
    return Words.duration(Duration.between(begin, at.isBefore(begin) ? begin : at));
  }

  String took(Instant from, Instant to) {
    return Words.duration(Duration.between(from, to.isBefore(from) ? from : to));
  }

  String bar(Instant from, Instant to) {
    var left = Math.min(width - 1, place(from));
    var right = Math.max(left + 1, place(to));
    return "·".repeat(left) + "█".repeat(right - left) + "·".repeat(width - right);
  }

  private int place(Instant at) {
    var whole = Math.max(1, Duration.between(begin, end).toMillis());
    var part = Duration.between(begin, at).toMillis();
    return Math.clamp(part * width / whole, 0, width);
  }
}
