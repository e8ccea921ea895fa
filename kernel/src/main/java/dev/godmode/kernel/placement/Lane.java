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
  private final Map<Need, Group> groups = new HashMap<>();

  Lane(Share share) {
    this.share = share;
  }

  private record Group(Need need, TreeSet<Place> places) {}

  /** The first task of a group. */
  record Head(Lane lane, Need need, Place place) {}

  Share share() {
    return share;
  }

  /** Returns the one of all equal needs that is kept: there may be a million of them. */
  Need add(Need need, Place place) {
    var group = groups.computeIfAbsent(need, _ -> new Group(need, new TreeSet<>()));
    group.places().add(place);
    return group.need();
  }

  void remove(Need need, Place place) {
    groups.computeIfPresent(
        need,
        (_, group) -> {
          group.places().remove(place);
          return group.places().isEmpty() ? null : group;
        });
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** Its first task whose need is not known to fit nowhere. */
  Optional<Head> head(Set<Need> blocked) {
    return groups.values().stream()
        .filter(group -> !blocked.contains(group.need()))
        .map(group -> new Head(this, group.need(), group.places().first()))
        .min(Comparator.comparing(Head::place));
  }

  /** How many go before a place, counted up to a limit. */
  int ahead(Place place, int limit) {
    return (int)
        groups.values().stream()
            .flatMap(group -> group.places().headSet(place).stream())
            .limit(limit)
            .count();
  }

  /** Which of two lanes' heads goes first: by aged priority, then by share, then by age. */
  static Comparator<Head> order(Instant now) {
    return Comparator.<Head>comparingLong(
            head -> -head.lane().share.aged(head.place().priority(), now))
        .thenComparingLong(head -> head.lane().share.pass())
        .thenComparing(Head::place);
  }
}
