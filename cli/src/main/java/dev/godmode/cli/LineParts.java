package dev.godmode.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Some whole lines of a text. */
final class LineParts {

  private final byte[] lines;
  private final int before;

  private LineParts(byte[] lines, int before) {
    this.lines = lines;
    this.before = before;
  }

  byte[] lines() {
    return lines;
  }

  /** How many lines are before them. */
  int before() {
    return before;
  }

  /**
   * Cuts it where lines end, into parts of at most so many bytes; a longer line is one of its own.
   */
  static List<LineParts> of(byte[] text, int maxBytes) {
    var parts = new ArrayList<LineParts>();
    var from = 0;
    var before = 0;
    var end = 0;
    var lines = 0;
    for (var at = 0; at < text.length; at++) {
      if (text[at] == '\n' || at == text.length - 1) {
        if (at + 1 - from > maxBytes && end > from) {
          parts.add(new LineParts(Arrays.copyOfRange(text, from, end), before));
          from = end;
          before = lines;
        }
        end = at + 1;
        lines++;
      }
    }
    parts.add(new LineParts(Arrays.copyOfRange(text, from, text.length), before));
    return parts;
  }
}
