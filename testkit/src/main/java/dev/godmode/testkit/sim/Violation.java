package dev.godmode.testkit.sim;

/** A promise that was broken, with the seed that shows it and what went before. */
public final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  Violation(String what) {
    super(what);
  }

  Violation(long seed, String what, String story) {
    super("seed %d: %s%n%s".formatted(seed, what, story));
  }
}
