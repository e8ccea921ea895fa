package dev.godmode.control.roadmap;

import dev.godmode.protocol.api.World.Conflict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What could not be had both ways, one entry for each row, the latest last. */
final class RowConflicts {

  private static final int KEPT_MAX = 200;

  private final Map<String, String> reasons = new LinkedHashMap<>();

  /** Whether that is new. */
  synchronized boolean add(String key, String reason) {
    if (reason.equals(reasons.get(key))) {
      return false;
    }
    reasons.remove(key);
    reasons.put(key, reason);
    if (reasons.size() > KEPT_MAX) {
      reasons.remove(reasons.keySet().iterator().next());
    }
    return true;
  }

  synchronized void settle(String key) {
    reasons.remove(key);
  }

  synchronized List<Conflict> all() {
    return reasons.entrySet().stream()
        .map(entry -> new Conflict(entry.getKey(), entry.getValue()))
        .toList();
  }
}
