package dev.godmode.kernel.placement;

import dev.godmode.kernel.placement.Group.Standing;
import dev.godmode.kernel.placement.TaskQueue.Place;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Queued tasks of one stream for one type of agent, grouped by what they need. Groups that cannot
 * be placed stand outside of the line, so that they keep nobody waiting.
 */
final class Lane {

  private final StreamQueue stream;
  private final Share share;
  private final Map<Need, Group> groups = new HashMap<>();
  private final TreeSet<Group> ready = new TreeSet<>(Comparator.comparing(Group::first));

  Lane(StreamQueue stream, Share share) {
    this.stream = stream;
    this.share = share;
  }

  StreamQueue stream() {
    return stream;
  }

  Share share() {
    return share;
  }

  /** The task's group; there may be a million of tasks, and few needs. */
  Group add(Need need, Place place) {
    var group = groups.get(need);
    if (group == null) {
      group = new Group(this, need, place);
      groups.put(need, group);
      ready.add(group);
    } else if (place.compareTo(group.first()) > 0) {
      group.add(place);
    } else {
      ready.remove(group);
      group.add(place);
      line(group);
    }
    return group;
  }

  void remove(Group group, Place place) {
    if (!place.equals(group.first())) {
      group.remove(place);
      return;
    }
    ready.remove(group);
    if (group.remove(place)) {
      line(group);
    } else {
      groups.remove(group.need());
    }
  }

  private void line(Group group) {
    if (group.standing() == Standing.READY) {
      ready.add(group);
    }
  }

  /** Out of the line. */
  void take(Group group, Standing standing) {
    ready.remove(group);
    group.stands(standing);
  }

  /** Back into the line, if there is anything left of it. */
  void giveBack(Group group) {
    group.stands(Standing.READY);
    if (!group.isEmpty()) {
      ready.add(group);
    }
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** Whether anything of it may be placed. */
  boolean isReady() {
    return !ready.isEmpty();
  }

  /** What goes first of all that may be placed. */
  @Nullable Group head() {
    return ready.isEmpty() ? null : ready.first();
  }

  /** How many go before a place, counted up to a limit. */
  int ahead(Place place, int limit) {
    var count = 0;
    for (var group : groups.values()) {
      for (var _ : group.before(place)) {
        count++;
        if (count >= limit) {
          return count;
        }
      }
    }
    return count;
  }
}
