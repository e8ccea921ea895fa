package dev.godmode.kernel.placement;

import dev.godmode.kernel.placement.TaskQueue.Place;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Queued tasks of one stream: a lane for each type of agent, served by turns. */
final class StreamQueue {

  private final String name;
  private final Share share;
  private final Map<String, Lane> lanes = new HashMap<>();

  /** Lanes of which nothing more may be placed in this pass. */
  private final Set<Lane> barred = new HashSet<>();

  private long virtualTime;
  private int size;

  StreamQueue(String name, Share share) {
    this.name = name;
    this.share = share;
  }

  String name() {
    return name;
  }

  Share share() {
    return share;
  }

  int size() {
    return size;
  }

  Group add(Need need, Place place, Instant at) {
    var lane = lanes.get(need.agentType());
    if (lane == null) {
      lane = new Lane(this, new Share(virtualTime, at));
      lanes.put(need.agentType(), lane);
    } else if (!lane.isReady()) {
      lane.share().comeBack(virtualTime, at);
    }
    size++;
    return lane.add(need, place);
  }

  void remove(Group group, Place place) {
    group.lane().remove(group, place);
    size--;
  }

  /** A parked group may be tried again: like one that just came, its lane has saved nothing up. */
  void giveBack(Group group, Instant at) {
    if (!group.lane().isReady()) {
      group.lane().share().comeBack(virtualTime, at);
    }
    group.lane().giveBack(group);
  }

  void served(String agentType, Instant at) {
    var lane = lanes.get(agentType);
    if (lane != null) {
      virtualTime = lane.share().serve(1, at);
    }
  }

  void bar(Lane lane) {
    barred.add(lane);
  }

  void unbar() {
    barred.clear();
  }

  /** Whether anything of it may be placed. */
  boolean isReady() {
    for (var lane : lanes.values()) {
      if (lane.isReady()) {
        return true;
      }
    }
    return false;
  }

  /** What goes first of all that may be placed. */
  @Nullable Group head(long nowMillis) {
    Group best = null;
    for (var lane : lanes.values()) {
      var head = barred.contains(lane) ? null : lane.head();
      if (head != null && (best == null || goesBefore(head, best, nowMillis))) {
        best = head;
      }
    }
    return best;
  }

  /** By aged priority, then by share, then by age. */
  private static boolean goesBefore(Group one, Group other, long nowMillis) {
    var aged =
        Long.compare(
            other.lane().share().aged(other.first().priority(), nowMillis),
            one.lane().share().aged(one.first().priority(), nowMillis));
    if (aged != 0) {
      return aged < 0;
    }
    var pass = Long.compare(one.lane().share().pass(), other.lane().share().pass());
    return pass != 0 ? pass < 0 : one.first().compareTo(other.first()) < 0;
  }

  int ahead(Place place, int limit) {
    var ahead = 0;
    for (var lane : lanes.values()) {
      ahead += lane.ahead(place, limit - ahead);
      if (ahead >= limit) {
        return limit;
      }
    }
    return ahead;
  }
}
