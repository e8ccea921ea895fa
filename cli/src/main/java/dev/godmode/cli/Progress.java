package dev.godmode.cli;

/**
 * One line that says what is being waited for; on a terminal it is rewritten, else printed once.
 */
final class Progress {

  private final boolean quiet;
  private final boolean terminal = Paint.isTerminal();
  private final long began = System.nanoTime();
  private String last = "";

  Progress(boolean quiet) {
    this.quiet = quiet;
  }

  void say(String text) {
    if (quiet) {
      return;
    }
    if (terminal) {
      System.err.printf(
          "\r\u001b[K%s … %.1f s", text, (System.nanoTime() - began) / 1_000_000_000.0);
      System.err.flush();
    } else if (!text.equals(last)) {
      System.err.println(text);
    }
    last = text;
  }

  void done() {
    if (!quiet && terminal && !last.isEmpty()) {
      System.err.print("\r\u001b[K");
      System.err.flush();
    }
  }
}
