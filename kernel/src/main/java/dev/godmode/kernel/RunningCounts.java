package dev.godmode.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How many attempts are leased, by what they have in common. */
final class RunningCounts {

  private final Map<String, Integer> counts = new HashMap<>();

  void more(String name) {
    counts.merge(name, 1, Integer::sum);
  }

  void fewer(String name) {
    counts.computeIfPresent(name, RunningCounts::oneLess);
  }

  /** A count that reaches nothing is let go of: streams come and go. */
  private static @Nullable Integer oneLess(String name, int count) {
    return count > 1 ? count - 1 : null;
  }

  int of(String name) {
    return counts.getOrDefault(name, 0);
  }

  int all() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  Set<String> names() {
    return counts.keySet();
  }
}
