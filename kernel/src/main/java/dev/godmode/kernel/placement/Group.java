package dev.godmode.kernel.placement;

import dev.godmode.kernel.placement.TaskQueue.Place;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Queued tasks of one lane that need the same: where one fits nowhere, none does. */
final class Group {

  /** Where a group stands. */
  enum Standing {
    /** In its lane, to be tried. */
    READY,
    /** Out of the lane until the end of this pass: it fits nowhere just now. */
    ASIDE,
    /** Out of the lane until what keeps it has changed. */
    PARKED
  }

  private final Lane lane;
  private final Need need;
  private final NavigableSet<Place> places = new TreeSet<>();
  private Place first;
  private Standing standing = Standing.READY;

  Group(Lane lane, Need need, Place first) {
    this.lane = lane;
    this.need = need;
    this.first = first;
    places.add(first);
  }

  Lane lane() {
    return lane;
  }

  Need need() {
    return need;
  }

  /** The task that goes first; kept at hand, since all comparing of groups asks for it. */
  Place first() {
    return first;
  }

  void add(Place place) {
    places.add(place);
    if (place.compareTo(first) < 0) {
      first = place;
    }
  }

  /** Whether any is left. */
  boolean remove(Place place) {
    places.remove(place);
    if (places.isEmpty()) {
      return false;
    }
    if (place.equals(first)) {
      first = places.first();
    }
    return true;
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  /** Those that go before a place. */
  Collection<Place> before(Place place) {
    return places.headSet(place);
  }

  Standing standing() {
    return standing;
  }

  void stands(Standing now) {
    standing = now;
  }
}
