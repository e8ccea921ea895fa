package dev.godmode.kernel.placement;

import dev.godmode.kernel.placement.Lane.Head;
import dev.godmode.kernel.placement.TaskQueue.Place;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Queued tasks of one stream: a lane for each type of agent, served by turns. */
final class StreamQueue {

  private final String name;
  private final Share share;
  private final Map<String, Lane> lanes = new HashMap<>();
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

  /** Returns the need that is kept, equal to the given one. */
  Need add(Need need, Place place, Instant at) {
    var lane = lanes.get(need.agentType());
    if (lane == null) {
      lane = new Lane(new Share(virtualTime, at));
      lanes.put(need.agentType(), lane);
    } else if (lane.isEmpty()) {
      lane.share().comeBack(virtualTime, at);
    }
    size++;
    return lane.add(need, place);
  }

  void remove(Need need, Place place) {
    Optional.ofNullable(lanes.get(need.agentType())).ifPresent(lane -> lane.remove(need, place));
    size--;
  }

  void served(String agentType, Instant at) {
    var lane = lanes.get(agentType);
    if (lane != null) {
      virtualTime = lane.share().serve(1, at);
    }
  }

  /** What goes first of all whose need is not known to fit nowhere. */
  Optional<Head> head(Set<Need> blocked, Instant now) {
    return lanes.values().stream()
        .flatMap(lane -> lane.head(blocked).stream())
        .min(Lane.order(now));
  }

  int ahead(Place place, int limit) {
    var ahead = lanes.values().stream().mapToInt(lane -> lane.ahead(place, limit)).sum();
    return Math.min(limit, ahead);
  }
}
