package dev.godmode.control.outbox;

import java.util.OptionalLong;

/** How far others have been told, kept where the journal is. */
public interface OutboxPositions {

  /** The last entry that one is known to have; empty for one that was never told anything. */
  OptionalLong position(String name);

  /** It has all up to that entry; it never has less than before. */
  void advance(String name, long sequence);
}
