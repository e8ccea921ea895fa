package dev.godmode.protocol.text;

import java.util.Locale;

/**
 * Text of somebody who may not be trusted, so that a person sees all of it: what would move the
 * cursor, colour or hide what stands beside it, or turn its order around, is written out.
 */
public final class Visible {

  private static final int CONTROL_PICTURES = 0x2400;
  private static final int DELETE = 0x7f;
  private static final int DELETE_PICTURE = 0x2421;

  private Visible() {}

  /** The same text; line breaks and tabs stay. */
  public static String of(String text) {
    if (text.codePoints().noneMatch(Visible::hides)) {
      return text;
    }
    var shown = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> show(point, shown));
    return shown.toString();
  }

  private static boolean hides(int point) {
    if (point == '\n' || point == '\t') {
      return false;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE ->
          true;
      default -> false;
    };
  }

  private static void show(int point, StringBuilder shown) {
    if (!hides(point)) {
      shown.appendCodePoint(point);
    } else if (point < ' ') {
      shown.appendCodePoint(CONTROL_PICTURES + point);
    } else if (point == DELETE) {
      shown.appendCodePoint(DELETE_PICTURE);
    } else {
      shown.append("⟨U+%04X⟩".formatted(point).toUpperCase(Locale.ROOT));
    }
  }
}
