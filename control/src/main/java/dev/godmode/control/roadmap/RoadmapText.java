package dev.godmode.control.roadmap;

import dev.godmode.control.roadmap.RoadmapRow.Place;
import dev.godmode.protocol.api.World.QuarantinedLine;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A roadmap as it was read.
 *
 * @param rows in the file's order, each id once
 * @param twins further places of rows that are there more than once, word for word
 * @param quarantined in the file's order
 * @param quarantinedKeys ids of rows that are there but not taken
 * @param hidden there are lines whose id could not be read
 * @param unfinished the last line has no end and makes no sense: it may still be being written
 * @param ended the last line has an end, or there is none
 */
record RoadmapText(
    List<RoadmapRow> rows,
    Map<String, List<Place>> twins,
    List<QuarantinedLine> quarantined,
    Set<String> quarantinedKeys,
    boolean hidden,
    boolean unfinished,
    boolean ended,
    String hash) {

  RoadmapText {
    rows = List.copyOf(rows);
    twins = Map.copyOf(twins);
    quarantined = List.copyOf(quarantined);
    quarantinedKeys = Set.copyOf(quarantinedKeys);
  }
}
