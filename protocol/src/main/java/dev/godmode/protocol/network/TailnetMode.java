package dev.godmode.protocol.network;

import dev.godmode.protocol.text.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What of control is to be reached on the tailnet, and then from nowhere else. */
public enum TailnetMode {
  /** Nothing: the tailnet is not asked. */
  OFF,
  /** The fleet port, for workers. */
  FLEET,
  /** The fleet port, and a port for people, who are known there by tailscaled's word. */
  PEOPLE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(TailnetMode::word).toList();
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none, with what was probably meant
   */
  public static TailnetMode parse(String text) {
    return Arrays.stream(values())
        .filter(mode -> mode.word().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no tailnet mode '%s'%s; modes are %s"
                        .formatted(
                            text, Spelling.hint(text, words()), String.join(", ", words()))));
  }
}
