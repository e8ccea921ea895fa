package dev.godmode.control.ledger;

import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.node.NodeId;
import java.util.Optional;

/** An entry with what is known of the task it is about. */
public record PlacedEntry(JournalEntry entry, Place place) {

  /** Where it belongs is not asked for. */
  static PlacedEntry anywhere(JournalEntry entry) {
    return new PlacedEntry(entry, Place.NOWHERE);
  }

  /**
   * Where a fact belongs.
   *
   * @param stream of its task; empty for none
   * @param agent the type of its task's agent; empty when it is about no task
   * @param node that its attempt is on
   */
  public record Place(String stream, String agent, Optional<NodeId> node) {
    public static final Place NOWHERE = new Place("", "", Optional.empty());
  }
}
