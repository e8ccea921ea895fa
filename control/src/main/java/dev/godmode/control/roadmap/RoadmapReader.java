package dev.godmode.control.roadmap;

import dev.godmode.control.line.LineScanner;
import dev.godmode.control.line.LineScanner.Line;
import dev.godmode.control.roadmap.ConflictMarkers.Side;
import dev.godmode.control.roadmap.ConflictMarkers.Where;
import dev.godmode.control.roadmap.RoadmapRow.Place;
import dev.godmode.protocol.api.World.QuarantinedLine;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a roadmap with patience: a line that is wrong is put aside with its number and the reason,
 * and the rest is read.
 */
final class RoadmapReader {

  private final RoadmapLimits limits;
  private final ConflictMarkers markers = new ConflictMarkers();
  private final Map<String, Entry> byKey = new LinkedHashMap<>();
  private final Map<String, List<Place>> twins = new HashMap<>();
  private final List<QuarantinedLine> quarantined = new ArrayList<>();
  private final Set<String> quarantinedKeys = new HashSet<>();
  private final Set<String> contested = new HashSet<>();
  private long quarantinedCount;
  private long characters;
  private boolean hidden;
  private boolean unfinished;
  private boolean ended = true;

  private RoadmapReader(RoadmapLimits limits) {
    this.limits = limits;
  }

  private record Entry(RoadmapRow row, Where where) {}

  static RoadmapText read(InputStream in, RoadmapLimits limits) throws IOException {
    var reader = new RoadmapReader(limits);
    var scanned = LineScanner.scan(in, limits.lineMaxBytes(), reader::take);
    return reader.text(scanned.hash());
  }

  private void take(Line line) {
    ended = line.ended();
    if (line.unreadable().isPresent()) {
      hidden = true;
      quarantine(line.number(), line.unreadable().get());
      return;
    }
    var mark = markers.take(line.text());
    if (mark.isPresent()) {
      quarantine(line.number(), mark.get());
    } else if (!line.text().isBlank()) {
      takeRow(line);
    }
  }

  private void takeRow(Line line) {
    switch (RowReader.read(new Place(line.number(), line.from(), line.to()), line.text())) {
      case RowReader.Reading.Good(var row) -> take(row);
      case RowReader.Reading.Bad(var reason, var key, var broken) -> {
        key.ifPresentOrElse(quarantinedKeys::add, () -> hidden = true);
        unfinished |= broken && !line.ended();
        quarantine(line.number(), reason);
      }
    }
  }

  private void take(RoadmapRow row) {
    var where = markers.where();
    var first = byKey.get(row.key());
    if (where.side() == Side.BASE) {
      quarantine(row, "is what both sides of an unfinished git merge came from");
    } else if (first == null) {
      takeFirst(row, where);
    } else if (first.row().text().strip().equals(row.text().strip())) {
      twins.computeIfAbsent(row.key(), _ -> new ArrayList<>()).add(row.place());
    } else if (where.side() == Side.THEIRS && first.where().region() == where.region()) {
      contested.add(row.key());
      quarantine(row, contest(row.key(), first.row().line()));
    } else {
      quarantine(
          row,
          "the id %s is on line %d already, and the two differ: give one of them another id, or delete it"
              .formatted(row.key(), first.row().line()));
    }
  }

  private void takeFirst(RoadmapRow row, Where where) {
    characters += row.text().length();
    if (byKey.size() >= limits.rowsMax()) {
      quarantine(
          row, "the roadmap has more than the %d rows that are taken".formatted(limits.rowsMax()));
    } else if (characters > limits.textMaxCharacters()) {
      characters -= row.text().length();
      quarantine(
          row,
          "the roadmap has more than the %d MiB of rows that are taken: move what is done into another file"
              .formatted(limits.textMaxCharacters() >> 20));
    } else {
      byKey.put(row.key(), new Entry(row, where));
    }
  }

  private static String contest(String key, int otherLine) {
    return "both sides of an unfinished git merge have the id %s, the other is on line %d: keep one"
        .formatted(key, otherLine);
  }

  private void quarantine(RoadmapRow row, String reason) {
    quarantinedKeys.add(row.key());
    quarantine(row.line(), reason);
  }

  private void quarantine(int line, String reason) {
    quarantinedCount++;
    if (quarantined.size() < limits.quarantineMax()) {
      quarantined.add(new QuarantinedLine(line, reason));
    }
  }

  private RoadmapText text(String hash) {
    for (var key : contested) {
      Optional.ofNullable(byKey.remove(key))
          .ifPresent(
              entry ->
                  quarantine(
                      entry.row(),
                      "both sides of an unfinished git merge have the id %s: keep one"
                          .formatted(key)));
    }
    quarantined.sort(Comparator.comparingInt(QuarantinedLine::line));
    if (quarantinedCount > quarantined.size()) {
      quarantined.add(
          new QuarantinedLine(
              0, "and %d lines more".formatted(quarantinedCount - quarantined.size())));
    }
    return new RoadmapText(
        byKey.values().stream().map(Entry::row).toList(),
        twins,
        quarantined,
        quarantinedKeys,
        hidden,
        unfinished,
        ended,
        hash);
  }
}
