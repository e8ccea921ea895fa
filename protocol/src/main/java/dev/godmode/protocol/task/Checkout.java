package dev.godmode.protocol.task;

/**
 * What control names for an attempt to begin from.
 *
 * @param commit in full, lower-case hex
 */
public record Checkout(String repository, String branch, String commit) {

  private static final int SHORT = 10;

  /** "main at 3f2a9c0b1d". */
  public String words() {
    return "%s at %s".formatted(branch, commit.substring(0, Math.min(SHORT, commit.length())));
  }
}
