package dev.godmode.protocol.text;

import java.text.Normalizer;

/** Texts that every place can hold. */
public final class PlainText {

  private static final int REPLACEMENT = 0xFFFD;

  private PlainText() {}

  /** Whole characters, composed, no NUL, and no blanks around them. */
  public static String of(String text) {
    var whole = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> isHalf(point) || point == 0 ? REPLACEMENT : point)
        .forEach(whole::appendCodePoint);
    return Normalizer.normalize(whole, Normalizer.Form.NFC).strip();
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
