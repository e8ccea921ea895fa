package dev.godmode.kernel.placement;

import dev.godmode.kernel.placement.TaskQueue.Place;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Queued tasks of one stream for one type of agent, grouped by what they need. */
final class Lane {

  private final Share share;
  private final Map<Need, TreeSet<Place>> groups = new HashMap<>();

  Lane(Share share) {
    this.share = share;
  }

  /** The first task of a group. */
  record Head(Lane lane, Need need, Place place) {}

  Share share() {
    return share;
  }

  void add(Need need, Place place) {
    groups.computeIfAbsent(need, _ -> new TreeSet<>()).add(place);
  }

  void remove(Need need, Place place) {
    groups.computeIfPresent(
        need,
        (_, places) -> {
          places.remove(place);
          return places.isEmpty() ? null : places;
        });
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** Its first task whose need is not known to fit nowhere. */
  Optional<Head> head(Set<Need> blocked) {
    return groups.entrySet().stream()
        .filter(group -> !blocked.contains(group.getKey()))
        .map(group -> new Head(this, group.getKey(), group.getValue().first()))
        .min(Comparator.comparing(Head::place));
  }

  int ahead(Place place) {
    return groups.values().stream().mapToInt(places -> places.headSet(place).size()).sum();
  }

  /** Which of two lanes' heads goes first: by aged priority, then by share, then by age. */
  static Comparator<Head> order(Instant now) {
    return Comparator.<Head>comparingLong(
            head -> -head.lane().share.aged(head.place().priority(), now))
        .thenComparingLong(head -> head.lane().share.pass())
        .thenComparing(Head::place);
  }
}
