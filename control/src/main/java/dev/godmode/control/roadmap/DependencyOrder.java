package dev.godmode.control.roadmap;

import static java.util.Comparator.naturalOrder;

import dev.godmode.protocol.api.World.QuarantinedLine;
import dev.godmode.protocol.text.Spelling;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows in an order in which each comes after those that it names. */
final class DependencyOrder {

  /** Looking for what was meant costs time for each known id. */
  private static final int HINT_IDS_MAX = 2_000;

  private static final int CYCLE_SHOWN_MAX = 12;

  private final Map<String, RoadmapRow> rows = new LinkedHashMap<>();
  private final Map<String, List<RoadmapRow>> dependents = new HashMap<>();
  private final Set<String> known;
  private final List<QuarantinedLine> quarantined = new ArrayList<>();

  private DependencyOrder(Collection<RoadmapRow> all, Set<String> known) {
    this.known = known;
    for (var row : all) {
      rows.put(row.key(), row);
      row.after().forEach(id -> dependents.computeIfAbsent(id, _ -> new ArrayList<>()).add(row));
    }
  }

  /** Rows that can be taken, in order, and those that cannot. */
  record Ordered(List<RoadmapRow> rows, List<QuarantinedLine> quarantined) {}

  /**
   * Orders rows.
   *
   * @param known ids of rows that are tasks already, whether or not they are among these
   */
  static Ordered of(Collection<RoadmapRow> rows, Set<String> known) {
    return new DependencyOrder(rows, known).ordered();
  }

  private Ordered ordered() {
    dropUnknown();
    var sorted = sorted();
    if (sorted.size() < rows.size()) {
      dropCycles(sorted);
      sorted = sorted();
    }
    return new Ordered(sorted, quarantined);
  }

  private void dropUnknown() {
    var unknown = new LinkedHashMap<RoadmapRow, String>();
    for (var row : rows.values()) {
      row.after().stream()
          .filter(id -> !rows.containsKey(id) && !known.contains(id))
          .min(naturalOrder())
          .ifPresent(id -> unknown.put(row, id));
    }
    unknown.forEach(
        (row, id) ->
            drop(row, "comes after %s, which is not in the roadmap%s".formatted(id, hint(id))));
  }

  private String hint(String id) {
    return rows.size() > HINT_IDS_MAX ? "" : Spelling.hint(id, rows.keySet());
  }

  private void drop(RoadmapRow row, String why) {
    if (rows.remove(row.key()) == null) {
      return;
    }
    quarantined.add(new QuarantinedLine(row.line(), why));
    dropBehind(row);
  }

  /** What comes after a row that is not taken cannot be taken either, unless the row is a task. */
  private void dropBehind(RoadmapRow cause) {
    var why =
        "comes after %s, directly or not, which is quarantined (line %d)"
            .formatted(cause.key(), cause.line());
    var open = new ArrayDeque<RoadmapRow>(List.of(cause));
    while (!open.isEmpty()) {
      var row = open.poll();
      if (known.contains(row.key())) {
        continue;
      }
      for (var dependent : dependents.getOrDefault(row.key(), List.of())) {
        if (rows.remove(dependent.key()) != null) {
          quarantined.add(new QuarantinedLine(dependent.line(), why));
          open.add(dependent);
        }
      }
    }
  }

  /** All rows, but those in a circle and behind one. */
  private List<RoadmapRow> sorted() {
    var missing = new HashMap<String, Integer>();
    var ready = new ArrayDeque<RoadmapRow>();
    for (var row : rows.values()) {
      var count = (int) row.after().stream().filter(rows::containsKey).count();
      missing.put(row.key(), count);
      if (count == 0) {
        ready.add(row);
      }
    }
    var sorted = new ArrayList<RoadmapRow>(rows.size());
    while (!ready.isEmpty()) {
      var row = ready.poll();
      sorted.add(row);
      for (var dependent : dependents.getOrDefault(row.key(), List.of())) {
        if (rows.containsKey(dependent.key())
            && missing.merge(dependent.key(), -1, Integer::sum) == 0) {
          ready.add(dependent);
        }
      }
    }
    return sorted;
  }

  private void dropCycles(List<RoadmapRow> sorted) {
    var left = new LinkedHashMap<>(rows);
    sorted.forEach(row -> left.remove(row.key()));
    for (var row : List.copyOf(left.values())) {
      var cycle = rows.containsKey(row.key()) ? cycleFrom(row, left) : List.<RoadmapRow>of();
      if (!cycle.isEmpty()) {
        var why = "is in a circle: " + shown(cycle);
        cycle.forEach(member -> rows.remove(member.key()));
        cycle.forEach(member -> quarantined.add(new QuarantinedLine(member.line(), why)));
        cycle.forEach(this::dropBehind);
      }
    }
  }

  /** Goes back from row to row; empty when that way ends. */
  private List<RoadmapRow> cycleFrom(RoadmapRow start, Map<String, RoadmapRow> left) {
    var way = new LinkedHashMap<String, RoadmapRow>();
    var row = Optional.of(start);
    while (row.isPresent() && way.putIfAbsent(row.get().key(), row.get()) == null) {
      row =
          row.get().after().stream()
              .filter(id -> left.containsKey(id) && rows.containsKey(id))
              .min(naturalOrder())
              .map(left::get);
    }
    var members = List.copyOf(way.values());
    return row.map(again -> members.subList(members.indexOf(again), members.size()))
        .orElse(List.of());
  }

  /** The way was walked backwards; people read it forwards. */
  private static String shown(List<RoadmapRow> cycle) {
    var names = new ArrayList<>(cycle.reversed().stream().map(RoadmapRow::key).toList());
    names.addFirst(cycle.getFirst().key());
    return names.size() > CYCLE_SHOWN_MAX
        ? "%s → … (%d rows)"
            .formatted(String.join(" → ", names.subList(0, CYCLE_SHOWN_MAX)), cycle.size())
        : String.join(" → ", names);
  }
}
