package dev.godmode.kernel.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Groups that wait for something other than a slot. They cost nothing until it comes: the fleet
 * changes, an attempt of their key ends, or their time comes.
 */
final class Parking {

  private record Wake(long atMillis, String key) {}

  private static final class Row {
    private final List<Group> groups = new ArrayList<>();
    private long wakeMillis = Throttles.WHEN_ONE_ENDS;
  }

  private final Map<String, Row> byKey = new HashMap<>();
  private final PriorityQueue<Wake> wakes =
      new PriorityQueue<>(Comparator.comparingLong(Wake::atMillis).thenComparing(Wake::key));
  private List<Group> hopeless = new ArrayList<>();

  /** No node of the fleet would do, whatever ends. */
  void hopeless(Group group) {
    hopeless.add(group);
  }

  void throttled(String key, Group group, long freeAtMillis) {
    var row = byKey.computeIfAbsent(key, _ -> new Row());
    row.groups.add(group);
    if (freeAtMillis < row.wakeMillis) {
      row.wakeMillis = freeAtMillis;
      wakes.add(new Wake(freeAtMillis, key));
    }
  }

  /** The fleet has changed. */
  List<Group> takeHopeless() {
    var all = hopeless;
    hopeless = new ArrayList<>();
    return all;
  }

  /** An attempt of the key ended. */
  List<Group> take(String key) {
    var row = byKey.remove(key);
    return row == null ? List.of() : row.groups;
  }

  boolean isDue(long nowMillis) {
    return !wakes.isEmpty() && wakes.peek().atMillis() <= nowMillis;
  }

  /** Those whose time has come. */
  List<Group> takeDue(long nowMillis) {
    if (!isDue(nowMillis)) {
      return List.of();
    }
    var due = new ArrayList<Group>();
    while (isDue(nowMillis)) {
      var wake = wakes.remove();
      var row = byKey.get(wake.key());
      if (row != null && row.wakeMillis == wake.atMillis()) {
        due.addAll(take(wake.key()));
      }
    }
    return due;
  }
}
