package dev.godmode.testkit.sim;

import java.util.TreeSet;

/** A promise that was broken, with the seed that shows it and what went before. */
public final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  private final String promise;

  Violation(String what) {
    super(what);
    this.promise = what;
  }

  Violation(Plan plan, String what, String story) {
    super(
        "seed %d: %s%nnodes: %d, bad time: %s, troubles: %s%n%s"
            .formatted(
                plan.seed(),
                what,
                plan.nodes(),
                plan.bad(),
                new TreeSet<>(plan.troubles()),
                story));
    this.promise = what;
  }

  /** Which promise, in a line. */
  String promise() {
    return promise;
  }
}
