package dev.godmode.kernel.placement;

import dev.godmode.kernel.placement.TaskQueue.Place;
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
  private Standing standing = Standing.READY;

  Group(Lane lane, Need need) {
    this.lane = lane;
    this.need = need;
  }

  Lane lane() {
    return lane;
  }

  Need need() {
    return need;
  }

  NavigableSet<Place> places() {
    return places;
  }

  /** The task that goes first; a group has one. */
  Place first() {
    return places.first();
  }

  Standing standing() {
    return standing;
  }

  void stands(Standing now) {
    standing = now;
  }
}
