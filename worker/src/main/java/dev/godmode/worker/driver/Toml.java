package dev.godmode.worker.driver;

/** As Codex reads its settings. */
final class Toml {

  private Toml() {}

  /** A basic string. */
  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
