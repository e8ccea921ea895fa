package dev.godmode.protocol.inference;

import dev.godmode.protocol.text.Visible;

/** What may be a model's name. */
public final class ModelName {

  private static final int MAX = 200;

  private ModelName() {}

  /** A server may list anything; what nobody could ask for, or read, is no model's name. */
  public static boolean isOne(String text) {
    return !text.isBlank()
        && text.length() <= MAX
        && text.indexOf('\n') < 0
        && Visible.of(text).equals(text);
  }
}
