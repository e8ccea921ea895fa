package dev.godmode.control.bus;

import java.util.OptionalLong;

/** How far buses have been told, kept where the journal is. */
public interface OutboxPositions {

  /** The last entry that a bus is known to have; empty for one that was never told anything. */
  OptionalLong position(String bus);

  /** It has all up to that entry; it never has less than before. */
  void advance(String bus, long sequence);
}
